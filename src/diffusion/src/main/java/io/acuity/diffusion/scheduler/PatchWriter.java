package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.preview.PreviewRaster;
import io.acuity.diffusion.shift.ReverseStep;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.tiles.Rect;

/**
 * Takes one sample's prediction a step back and writes its core: to the canvas, or after the last step to the result.
 * One thread at a time.
 */
final class PatchWriter {
    private static final int EXPONENT_ALL_ONES = 0x7F800000;
    private static final int WITHOUT_SIGN = 0x7FFFFFFF;

    private final PlaneScratch scratch;

    PatchWriter(PlaneScratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Writes sample {@code n} of a predicted batch.
     *
     * @return false if the prediction isn't finite; then nothing that was written counts
     */
    boolean write(PatchStep step, int n, BatchBuffers.Views views) {
        Sample sample = new Sample(step, n, views);
        int factor = step.job().factor();
        for (int group = 0; group < 3 * factor; group++) {
            sample.prepareGroup(group);
            for (int dx = 0; dx < factor; dx++) {
                if (!sample.writePlane(group, dx)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** One sample on its way out, plane by plane. */
    private final class Sample {
        private final PatchStep step;
        private final int firstPlane;
        private final BatchBuffers.Views views;
        private final ReverseStep rule;
        private final int pixels;
        /** Without noise the first state is y itself, which then needn't be made twice. */
        private final boolean stateIsUpsampled;

        private final float inputScale;
        private final LatentUpsampler upsampler;
        private final float[] noise;
        private final ReverseStep.Operands operands;

        Sample(PatchStep step, int n, BatchBuffers.Views views) {
            ShiftProcess process = step.job().spec().process();
            this.step = step;
            this.firstPlane = n * views.channels();
            this.views = views;
            this.rule = process.reverse(step.index());
            this.pixels = step.patch().core().pixels();
            this.stateIsUpsampled =
                    step.clock() == process.steps() && process.schedule().kappa() == 0;
            this.inputScale = process.inputScale(step.index());
            this.upsampler = scratch.upsampler(step.job().factor());
            this.noise = scratch.noise(step.job().factor() * pixels);
            ReverseStep.Operands own = scratch.operands(pixels);
            this.operands = stateIsUpsampled
                    ? new ReverseStep.Operands(own.state(), own.prediction(), own.state(), own.noise())
                    : own;
        }

        /** Makes what the planes of one colour and row phase have in common. */
        void prepareGroup(int group) {
            ShiftJob job = step.job();
            Rect core = step.patch().core();
            if (makesUpsampled()) {
                if (group % job.factor() == 0) {
                    upsampler.select(job.spec().lowRes().plane(group / job.factor()), core);
                }
                upsampler.filterColumns(group % job.factor());
            }
            if (rule.needsNoise()) {
                job.noise().fill(core, step.index(), group, noise);
            }
        }

        private boolean makesUpsampled() {
            return rule.needsUpsampled() && !stateIsUpsampled;
        }

        boolean writePlane(int group, int dx) {
            int channel = group * step.job().factor() + dx;
            views.readCore(views.prediction(), firstPlane + channel, step, operands.prediction());
            if (!isFinite(operands.prediction(), pixels)) {
                return false;
            }
            if (rule.stateWeight() != 0 || stateIsUpsampled) {
                views.readCore(views.state(), firstPlane + channel, step, operands.state());
                unscale(operands.state(), inputScale, pixels);
            }
            if (makesUpsampled()) {
                upsampler.plane(dx, operands.upsampled());
            }
            if (rule.needsNoise()) {
                System.arraycopy(noise, dx * pixels, operands.noise(), 0, pixels);
            }
            show(channel, true);
            rule.apply(operands, pixels);
            show(channel, false);
            put(step, channel, operands.prediction());
            return true;
        }

        /**
         * Shows those who look on what the network takes the image to be, which says more than a state with noise in it; after the
         * last step, and of a network that predicts states, what the rule has made of it.
         */
        private void show(int channel, boolean isPrediction) {
            PreviewRaster raster = step.job().raster();
            boolean estimates = step.clock() > 1 && rule.target() != Target.PREVIOUS;
            if (raster == null || isPrediction != estimates) {
                return;
            }
            if (isPrediction && rule.target() == Target.RESIDUAL) {
                raster.residual(step.patch().core(), channel, operands.prediction(), null);
            } else {
                raster.image(step.patch().core(), channel, operands.prediction());
            }
        }
    }

    static boolean isFinite(float[] values, int count) {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & WITHOUT_SIGN);
        }
        return largest < EXPONENT_ALL_ONES;
    }

    private static void unscale(float[] values, float scale, int count) {
        if (scale != 1f) {
            float inverse = 1 / scale;
            for (int i = 0; i < count; i++) {
                values[i] *= inverse;
            }
        }
    }

    private static void put(PatchStep step, int channel, float[] values) {
        ShiftJob job = step.job();
        Rect core = step.patch().core();
        if (step.clock() == 1) {
            ResultBand band = job.bands().band(job.rowOf(step.tile()));
            band.write(core, channel, values);
        } else {
            job.canvas().write(step.tile(), core, channel, values);
        }
    }
}
