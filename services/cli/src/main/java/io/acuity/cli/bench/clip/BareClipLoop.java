package io.acuity.cli.bench.clip;

import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.imaging.Picture;
import io.acuity.video.Frame;
import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.PixelBox;
import io.acuity.video.change.ChangeSettings;
import io.acuity.video.change.ChangedTiles;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.ClipWriter;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.ShiftModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the pipeline is compared with: decode, network and encode of a clip in one process, each on a thread of its own so that they
 * overlap, but no broker, no store, no tracker and no pieces.
 *
 * @param upscaler the device
 * @param model the network
 * @param changes whether only changed tiles are computed
 * @param segmentFrames after how many frames everything is computed anew, as the pipeline does
 */
record BareClipLoop(PictureUpscaler upscaler, ShiftModel model, boolean changes, int segmentFrames) {
    /** Upscales a clip and returns how many frames were written. */
    long run(ClipOutput output) throws InterruptedException, ExecutionException {
        try (ExecutorService decoding = Executors.newSingleThreadExecutor();
                ExecutorService encoding = Executors.newSingleThreadExecutor();
                ClipReader reader = ClipReader.open(output.source());
                ClipWriter writer = ClipWriter.open(output)) {
            Future<Frame> next = decoding.submit(reader::next);
            Future<?> written = CompletableFuture.completedFuture(null);
            FrameCanvas canvas = new FrameCanvas(output.width(), output.height(), output.bitDepth());
            ChangedTiles tiles = new ChangedTiles(ChangeSettings.withHalo(model.reach()));
            for (Frame frame = next.get(); frame != null; frame = next.get()) {
                next = decoding.submit(reader::next);
                if (!changes || frame.index() % segmentFrames == 0) {
                    tiles.forget();
                }
                compute(frame.pixels(), tiles.next(frame.pixels()).rectangles(), canvas);
                Frame result = frame.with(canvas.snapshot());
                written.get();
                written = encoding.submit(() -> writer.write(result));
            }
            written.get();
            return encoding.submit(writer::finish).get().frames();
        }
    }

    private void compute(FramePixels source, List<PixelBox> boxes, FrameCanvas canvas)
            throws InterruptedException, ExecutionException {
        List<JobHandle> parts = new ArrayList<>();
        for (PixelBox box : boxes) {
            parts.add(start(source, box, canvas));
        }
        for (JobHandle part : parts) {
            part.done().get();
        }
    }

    private JobHandle start(FramePixels source, PixelBox box, FrameCanvas canvas) {
        PixelBox window = box.grown(model.reach(), source.width(), source.height());
        Picture part = source.part(window).toPicture();
        LowRes lowRes = new LowRes(
                        part.colour().get(0),
                        part.colour().get(1),
                        part.colour().get(2))
                .at(window.x(), window.y());
        PixelBox core = box.times(model.scale());
        PixelBox seen = window.times(model.scale());
        short[][] row = new short[3][core.width()];
        RowSink rows = (y0, count, planes) -> {
            for (int y = 0; y < count; y++) {
                int at = seen.y() + y0 + y;
                if (at >= core.y() && at < core.bottom()) {
                    for (int colour = 0; colour < row.length; colour++) {
                        int from = y * seen.width() + core.x() - seen.x();
                        System.arraycopy(planes[colour], from, row[colour], 0, core.width());
                    }
                    canvas.writeRows(core, at - core.y(), 1, row);
                }
            }
        };
        return upscaler.startPart(lowRes, model, 0, rows);
    }
}
