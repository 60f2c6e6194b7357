package io.acuity.cli.bench;

import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * What the pipeline is compared with: decode, network and encode in one process, neighbours overlapped on virtual
 * threads as in the worker, but no broker, no store and no events.
 */
final class BareLoop {
    private static final int QUALITY = 95;
    private static final int IN_FLIGHT = 4;

    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    private final WorkerDevice device;
    private final UpscaleModel model;

    BareLoop(WorkerDevice device, UpscaleModel model) {
        this.device = device;
        this.model = model;
    }

    /** Upscales all images and returns the bytes written. */
    long run(List<byte[]> images) {
        Semaphore window = new Semaphore(IN_FLIGHT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> sizes = images.stream()
                    .map(image -> CompletableFuture.supplyAsync(() -> guarded(image, window), threads))
                    .toList();
            return sizes.stream().mapToLong(CompletableFuture::join).sum();
        }
    }

    private int guarded(byte[] image, Semaphore window) {
        window.acquireUninterruptibly();
        try {
            return upscale(image);
        } catch (IOException e) {
            throw new UncheckedIOException("A benchmark image could not be written to memory.", e);
        } finally {
            window.release();
        }
    }

    private int upscale(byte[] image) throws IOException {
        UpscaleOrder order = new UpscaleOrder(decoder.decode(image), model, 0, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PictureWriter writer = PictureWriters.open(PictureFormat.PNG, order.resultLayout(), QUALITY, out)) {
            device.upscaler()
                    .start(order, writer::writeRows, ProgressListener.NONE)
                    .done()
                    .join();
        }
        return out.size();
    }
}
