package io.acuity.worker.upscale;

import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.frame.FrameScheduler;
import io.acuity.diffusion.frame.FrameSettings;
import io.acuity.diffusion.frame.FrameSpec;
import io.acuity.diffusion.preview.PreviewListener;
import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.JobSpec;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.MaskedJobSpec;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.diffusion.scheduler.Tiling;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Upscales pictures, over tiles or as whole images as the model needs it. Grey pictures run as three equal colours. Alpha that varies is refined by
 * itself, as a grey image, before the colours, and merged into their rows; its result is the one plane kept in memory. Those who
 * look on see the colours alone.
 */
public final class PictureUpscaler {
    private final TileScheduler scheduler;
    private final FrameScheduler frames;

    /** Creates an upscaler; the schedulers stay the caller's. */
    public PictureUpscaler(TileScheduler scheduler, FrameScheduler frames) {
        this.scheduler = scheduler;
        this.frames = frames;
    }

    /** Creates an upscaler with the usual bounds on whole images. */
    public PictureUpscaler(TileScheduler scheduler) {
        this(scheduler, new FrameScheduler(scheduler, FrameSettings.DEFAULT));
    }

    /**
     * Starts one picture.
     *
     * @param order what to upscale
     * @param rows takes the result, laid out as {@link UpscaleOrder#resultLayout()} says
     * @param progress hears of tile-steps, those of alpha included
     */
    public Upscale start(UpscaleOrder order, PictureRows rows, ProgressListener progress) {
        Upscale upscale = new Upscale();
        Plane alpha = order.picture().alpha();
        if (alpha == null) {
            upscale.endWith(colours(order, new AlphaSource.None(), rows, progress, upscale)
                    .done());
        } else if (alpha.isConstant()) {
            AlphaSource same = new AlphaSource.Constant(alpha.samples()[0]);
            upscale.endWith(colours(order, same, rows, progress, upscale).done());
        } else {
            alphaThenColours(order, alpha, rows, progress, upscale);
        }
        return upscale;
    }

    /**
     * Starts one part of a picture, as of a frame of which only that changed.
     *
     * @param part the part with as much around it as the model looks at, see {@link ShiftModel#reach()}
     * @param model the model
     * @param seed names the noise of the whole picture
     * @param rows takes the part's result; planes of 16 bits
     */
    public JobHandle startPart(LowRes part, ShiftModel model, long seed, RowSink rows) {
        return scheduler.submit(new JobSpec(
                part, model.process(), seed, false, model.denoiser(), Tiling.FEW, rows, ProgressListener.NONE));
    }

    private void alphaThenColours(
            UpscaleOrder order, Plane alpha, PictureRows rows, ProgressListener progress, Upscale upscale) {
        PictureLayout layout = order.resultLayout();
        Plane refined = new Plane(layout.width(), layout.height());
        RowSink keep = (y0, count, planes) -> {
            for (int i = 0; i < count * layout.width(); i++) {
                refined.samples()[y0 * layout.width() + i] = (short) RowInterleaver.average(planes, i);
            }
        };
        // Both parts have the same tiles, so the alpha is the first half of the way.
        ProgressListener firstHalf = (done, total) -> progress.progressed(done, 2 * total);
        ProgressListener secondHalf = new SecondHalf(progress);
        upscale.endWith(submit(order, LowRes.grey(alpha), keep, firstHalf, upscale)
                .done()
                .thenCompose(first -> colours(order, new AlphaSource.Refined(refined), rows, secondHalf, upscale)
                        .done()
                        .thenApply(second -> sum(first, second))));
    }

    private JobHandle colours(
            UpscaleOrder order, AlphaSource alpha, PictureRows rows, ProgressListener progress, Upscale upscale) {
        Picture picture = order.picture();
        LowRes lowRes = picture.isGrey()
                ? LowRes.grey(picture.colour().get(0))
                : new LowRes(
                        picture.colour().get(0),
                        picture.colour().get(1),
                        picture.colour().get(2));
        return submit(order, lowRes, new RowInterleaver(order.resultLayout(), alpha, rows), progress, upscale);
    }

    private JobHandle submit(
            UpscaleOrder order, LowRes lowRes, RowSink sink, ProgressListener progress, Upscale upscale) {
        JobHandle handle = switch (order.model()) {
            case ShiftModel model ->
                scheduler.submit(new JobSpec(
                        lowRes,
                        model.process(),
                        order.seed(),
                        order.deterministic(),
                        model.denoiser(),
                        Tiling.SMALL,
                        sink,
                        progress));
            case WholeImageModel model ->
                frames.submit(new FrameSpec(
                        lowRes, model.frames(), order.seed(), frameMask(order.masking()), sink, progress));
            case MaskedModel model -> {
                Masking masking = Objects.requireNonNull(order.masking(), "An order of a masked model has a mask.");
                yield scheduler.submit(new MaskedJobSpec(
                        lowRes,
                        model.process(),
                        masking.activation(model.scale(), model.steps()),
                        masking.coverage(),
                        order.seed(),
                        order.deterministic(),
                        model.denoiser(),
                        sink,
                        progress));
            }
        };
        upscale.follow(handle);
        return handle;
    }

    /** The colours after the alpha. */
    private record SecondHalf(ProgressListener whole) implements ProgressListener {
        @Override
        public void progressed(long done, long total) {
            whole.progressed(total + done, 2 * total);
        }

        @Override
        public @Nullable PreviewListener previews() {
            return whole.previews();
        }

        @Override
        public @Nullable Object subject() {
            return whole.subject();
        }

        @Override
        public void shared(SharedBatch batch) {
            whole.shared(batch);
        }
    }

    private static @Nullable FrameMask frameMask(@Nullable Masking masking) {
        return masking == null ? null : masking.ofFrames();
    }

    private static JobReport sum(JobReport a, JobReport b) {
        return new JobReport(
                a.networkCalls() + b.networkCalls(),
                a.networkPixels() + b.networkPixels(),
                a.denseNetworkPixels() + b.denseNetworkPixels(),
                a.encoderPixels() + b.encoderPixels(),
                a.queueNanos() + b.queueNanos(),
                a.computeNanos() + b.computeNanos());
    }
}
