package io.acuity.worker.rollout;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.diffusion.scheduler.JobFailedException;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.Masking;
import io.acuity.worker.upscale.PictureRows;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.Upscale;
import io.acuity.worker.upscale.UpscaleModel;
import io.acuity.worker.upscale.UpscaleOrder;
import io.acuity.worker.upscale.WholeImageModel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves a checkpoint on a drawn picture before anybody's job runs on it. The picture runs as an ordinary small job: through the
 * same tiles, chain and rounding as a user's, between the ticks of others. It fails when a prediction is not finite, and when the
 * result is more than {@value #TOLERANCE_DB} dB worse than bicubic enlargement.
 *
 * <p>The run is the warm-up as well: programs are shared and have met the shapes in use, so what is cold of a new checkpoint is its
 * weights, and one small picture touches them all and holds up nobody for more than its own tick.
 *
 * <p>The bound catches weights that destroy pictures (permuted or mixed-up tensors, another normalisation, a diverged run), which end
 * 10 to 20 dB below bicubic; it is not a measure of quality: generative models may lie a few dB below bicubic and be better to look
 * at, so whether a candidate is good is decided by its validation metrics and by the trial.
 */
final class GoldenCheck {
    private static final double TOLERANCE_DB = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final PictureUpscaler upscaler;
    private final Map<Integer, GoldenPicture> pictures = new ConcurrentHashMap<>();

    GoldenCheck(PictureUpscaler upscaler) {
        this.upscaler = upscaler;
    }

    /**
     * Runs the picture; blocks while the device does it.
     *
     * @throws CorruptCheckpointException if the checkpoint fails on it or destroys it
     * @throws ExecutionException if the device failed in a way that is not the checkpoint's fault
     */
    void require(UpscaleModel model) throws InterruptedException, ExecutionException, TimeoutException {
        GoldenPicture golden = pictures.computeIfAbsent(model.scale(), GoldenPicture::ofScale);
        double db = golden.psnr(upscale(model, golden.lowRes()), model.scale());
        if (!(db >= golden.bicubicDb() - TOLERANCE_DB)) {
            throw new CorruptCheckpointException(String.format(
                    Locale.ROOT,
                    "The checkpoint %s destroys the test picture: PSNR %.1f dB, where bicubic enlargement has %.1f dB;"
                            + " check how it was trained and stored.",
                    model.checkpoint(),
                    db,
                    golden.bicubicDb()));
        }
    }

    private Picture upscale(UpscaleModel model, Picture lowRes)
            throws InterruptedException, ExecutionException, TimeoutException {
        int width = lowRes.width() * model.scale();
        int height = lowRes.height() * model.scale();
        Result result = new Result(width, height);
        Upscale upscale = upscaler.start(
                new UpscaleOrder(lowRes, model, 0, true, masking(model, height, width)), result, (done, total) -> {});
        try {
            var report = upscale.done().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assert report.networkCalls() > 0;
        } catch (ExecutionException e) {
            throw translated(e, model);
        } finally {
            upscale.cancel();
        }
        return result.picture();
    }

    private static ExecutionException translated(ExecutionException e, UpscaleModel model) {
        if (e.getCause() instanceof JobFailedException failed
                && failed.reason() == JobFailedException.Reason.NETWORK_FAILED) {
            throw new CorruptCheckpointException(
                    "The checkpoint " + model.checkpoint() + " fails on the test picture: " + failed.getMessage(), e);
        }
        return e;
    }

    private static @Nullable Masking masking(UpscaleModel model, int height, int width) {
        return switch (model) {
            case ShiftModel shift -> null;
            case WholeImageModel whole -> null;
            case MaskedModel masked -> Masking.everywhere(height, width);
        };
    }

    /** Keeps the rows of three colours. */
    private static final class Result implements PictureRows {
        private final Plane[] colours;
        private int next;

        Result(int width, int height) {
            colours = Stream.generate(() -> new Plane(width, height)).limit(3).toArray(Plane[]::new);
        }

        @Override
        public synchronized void rows(short[] samples, int rows) {
            int pixels = rows * colours[0].width();
            for (int i = 0; i < pixels; i++) {
                for (int c = 0; c < colours.length; c++) {
                    colours[c].samples()[next + i] = samples[i * colours.length + c];
                }
            }
            next += pixels;
        }

        synchronized Picture picture() {
            return new Picture(List.of(colours), null, 8);
        }
    }
}
