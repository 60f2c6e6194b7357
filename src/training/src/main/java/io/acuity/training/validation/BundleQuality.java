package io.acuity.training.validation;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FrameScheduler;
import io.acuity.diffusion.frame.FrameSettings;
import io.acuity.diffusion.frame.FrameSpec;
import io.acuity.diffusion.frame.Magnification;
import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.diffusion.scheduler.JobHandle;
import io.acuity.diffusion.scheduler.JobSpec;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.MaskedJobSpec;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.RowSink;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.diffusion.scheduler.Tiling;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.degrade.Degradation;
import io.acuity.imaging.metrics.Consistency;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.metrics.Ssim;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.networks.LoadedMaskedModel;
import io.acuity.networks.LoadedModel;
import io.acuity.networks.MaskedModels;
import io.acuity.networks.Models;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.program.SharedPrograms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a bundle on held-out images with the scheduler that runs jobs, every pixel refined at every step: LR images are
 * degraded as those it is trained on, each always in the same way, results rounded to 8 bits. One scheduler serves all measurements, and its thread owns the native memory:
 * keep it for the length of a run. One thread at a time.
 *
 * <p>Models that look at whole images have long chains and large networks: they are sampled in at most {@value
 * #WHOLE_IMAGE_STEPS} steps, on the middle of each image, at most {@value #WHOLE_IMAGE_SIDE} pixels a side. Such figures say
 * how checkpoints of one run compare, not what all steps on all of the image would give.
 */
public final class BundleQuality implements AutoCloseable {
    /** Most steps models that look at whole images are sampled in. */
    public static final int WHOLE_IMAGE_STEPS = 10;

    /** Most pixels a side of a result of such models. */
    public static final int WHOLE_IMAGE_SIDE = 128;

    private static final int BITS = 8;
    private static final long SEED = 0;

    private final Degradation degradation;
    private final TileScheduler scheduler = new TileScheduler(SchedulerSettings.DEFAULT);
    private final FrameScheduler frames = new FrameScheduler(scheduler, FrameSettings.DEFAULT);
    /** Owned by the scheduler's thread: checkpoints of a run share their programs. */
    private final SharedPrograms programs = new SharedPrograms();

    /**
     * Starts the scheduler.
     *
     * @param degradation makes the LR images, of the scale of the bundles; image {@code i} is degraded with seed {@code i}
     */
    public BundleQuality(Degradation degradation) {
        this.degradation = degradation;
    }

    /** Held-out images, one after the other, so that they need not all be in memory. */
    @FunctionalInterface
    public interface Originals {
        /**
         * One image.
         *
         * @param index 0-based
         * @return {@code [3, H, W]} in [0, 1], sides multiples of the scale
         * @throws IOException if it cannot be fetched
         */
        FloatImage image(int index) throws IOException;
    }

    /** How one image goes through the scheduler. */
    private interface Runner {
        JobHandle submit(LowRes lowRes, RowSink rows);
    }

    /**
     * Measures; blocks until it is done.
     *
     * @param count number of images, at least 1
     * @throws IOException if an image cannot be fetched
     */
    public Quality measure(ModelBundle bundle, int count, Originals originals) throws IOException {
        if (WholeImageModels.describes(bundle)) {
            return wholeImage(bundle, count, originals);
        }
        return MaskedModels.SYSTEM.equals(bundle.description().system())
                ? masked(bundle, count, originals)
                : shift(bundle, count, originals);
    }

    @Override
    public void close() {
        scheduler
                .onDevice(() -> {
                    programs.close();
                    return true;
                })
                .join();
        scheduler.close();
    }

    private Quality shift(ModelBundle bundle, int count, Originals originals) throws IOException {
        LoadedModel model = scheduler
                .onDevice(() -> Models.load(bundle, Precision.AUTO, programs))
                .join();
        try {
            Runner runner = (lowRes, rows) -> scheduler.submit(new JobSpec(
                    lowRes, model.process(), SEED, false, model.denoiser(), Tiling.SMALL, rows, ProgressListener.NONE));
            return mean(runner, count, originals);
        } finally {
            scheduler.onDevice(() -> close(model)).join();
        }
    }

    private Quality masked(ModelBundle bundle, int count, Originals originals) throws IOException {
        LoadedMaskedModel model = scheduler
                .onDevice(() -> MaskedModels.load(bundle, Precision.AUTO, programs))
                .join();
        try {
            Runner runner = (lowRes, rows) -> scheduler.submit(new MaskedJobSpec(
                    lowRes,
                    model.process(),
                    ActivationSteps.everywhere(
                            lowRes.height(), lowRes.width(), model.process().steps()),
                    MaskedJobSpec.Coverage.FULL_FRAME,
                    SEED,
                    false,
                    model.denoiser(),
                    rows,
                    ProgressListener.NONE));
            return mean(runner, count, originals);
        } finally {
            scheduler.onDevice(() -> close(model)).join();
        }
    }

    private Quality wholeImage(ModelBundle bundle, int count, Originals originals) throws IOException {
        FrameModel model = scheduler
                .onDevice(() -> WholeImageModels.load(bundle, Precision.AUTO))
                .join();
        try {
            FrameModel sampled = model.withSteps(Math.min(model.steps(), WHOLE_IMAGE_STEPS));
            Runner runner =
                    (lowRes, rows) -> frames.submit(new FrameSpec(lowRes, sampled, SEED, rows, ProgressListener.NONE));
            return mean(runner, count, index -> middle(originals.image(index), model.scale()));
        } finally {
            scheduler.onDevice(() -> close(model)).join();
        }
    }

    /**
     * Measures a model for any magnification at some of them, as {@link #measure} does at its largest; LR images are made by
     * bicubic, whatever the degradation. Blocks until it is done.
     *
     * @param magnifications each within what the model was trained for
     * @param count number of images, at least 1
     * @return PSNR-Y by name, such as {@code psnrY@1.5}, in their order
     * @throws IOException if an image cannot be fetched
     */
    public Map<String, Double> psnrAt(ModelBundle bundle, List<Double> magnifications, int count, Originals originals)
            throws IOException {
        Map<String, Double> found = new LinkedHashMap<>();
        if (magnifications.isEmpty()) {
            return found;
        }
        FrameModel model = scheduler
                .onDevice(() -> WholeImageModels.load(bundle, Precision.AUTO))
                .join();
        try {
            for (double factor : magnifications) {
                FrameModel sampled = model.withSteps(Math.min(model.steps(), WHOLE_IMAGE_STEPS))
                        .withMagnification(factor, false);
                found.put(
                        "psnrY@" + sampled.magnification(),
                        mean(sampled, count, originals).psnrY());
            }
            return found;
        } finally {
            scheduler.onDevice(() -> close(model)).join();
        }
    }

    private Quality mean(FrameModel sampled, int count, Originals originals) throws IOException {
        Runner runner =
                (lowRes, rows) -> frames.submit(new FrameSpec(lowRes, sampled, SEED, rows, ProgressListener.NONE));
        Magnification magnification = sampled.magnification();
        List<Quality> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FloatImage image = originals.image(i);
            int width = reduced(image.width(), magnification);
            int height = reduced(image.height(), magnification);
            FloatImage high = middle(image, magnification.length(width), magnification.length(height));
            all.add(of(runner, high, Bicubic.resize(high, height, width)));
        }
        return Quality.mean(all);
    }

    private static int reduced(int length, Magnification magnification) {
        return Math.max(1, (int) (Math.min(length, WHOLE_IMAGE_SIDE) / magnification.factor()));
    }

    private static FloatImage middle(FloatImage image, int scale) {
        int most = Math.max(1, WHOLE_IMAGE_SIDE / scale) * scale;
        return middle(image, Math.min(image.width(), most), Math.min(image.height(), most));
    }

    private static FloatImage middle(FloatImage image, int width, int height) {
        return image.window((image.width() - width) / 2, (image.height() - height) / 2, width, height);
    }

    private static boolean close(FrameModel model) {
        model.close();
        return true;
    }

    private static boolean close(LoadedModel model) {
        model.close();
        return true;
    }

    private static boolean close(LoadedMaskedModel model) {
        model.close();
        return true;
    }

    private Quality mean(Runner runner, int count, Originals originals) throws IOException {
        List<Quality> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FloatImage high = originals.image(i);
            all.add(of(runner, high, degradation.degrade(high, i)));
        }
        return Quality.mean(all);
    }

    private static Quality of(Runner runner, FloatImage high, FloatImage reduced) {
        int scale = Math.ceilDiv(high.height(), reduced.height());
        Picture low = PictureConversions.toPicture(reduced, null, BITS);
        LowRes lowRes = new LowRes(
                low.colour().get(0), low.colour().get(1), low.colour().get(2));
        List<Plane> planes = List.of(plane(high), plane(high), plane(high));
        runner.submit(lowRes, (y0, rows, values) -> {
                    for (int c = 0; c < planes.size(); c++) {
                        System.arraycopy(values[c], 0, planes.get(c).samples(), y0 * high.width(), rows * high.width());
                    }
                })
                .done()
                .join();
        FloatImage result = PictureConversions.toRgb(rounded(planes));
        Luma truth = Luma.bt601(high).crop(scale);
        Luma found = Luma.bt601(result).crop(scale);
        return new Quality(
                Psnr.of(truth, found), Ssim.of(truth, found), Consistency.of(result, PictureConversions.toRgb(low)));
    }

    private static Plane plane(FloatImage high) {
        return new Plane(high.width(), high.height());
    }

    private static Picture rounded(List<Plane> planes) {
        List<Plane> eightBit = planes.stream()
                .map(plane -> PictureConversions.toPlane(PictureConversions.toFloat(plane), 0, BITS))
                .toList();
        return new Picture(eightBit, null, BITS);
    }
}
