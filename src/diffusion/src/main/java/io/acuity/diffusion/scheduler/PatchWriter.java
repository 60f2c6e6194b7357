package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.codec.ResultBand;
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
        ShiftProcess process = step.job().spec().process();
        ReverseStep rule = process.reverse(step.index());
        Rect core = step.patch().core();
        int factor = step.job().factor();
        ReverseStep.Operands operands = scratch.operands(core.pixels());
        // Without noise the first state is y itself, which then needn't be made twice.
        boolean stateIsUpsampled =
                step.clock() == process.steps() && process.schedule().kappa() == 0;
        UpsampledGroup upsampled = new UpsampledGroup(step, rule.needsUpsampled() && !stateIsUpsampled);
        for (int group = 0; group < 3 * factor; group++) {
            upsampled.select(group);
            float[] noise = scratch.noise(factor * core.pixels());
            if (rule.needsNoise()) {
                step.job().noise().fill(core, step.index(), group, noise);
            }
            for (int dx = 0; dx < factor; dx++) {
                int channel = group * factor + dx;
                int plane = n * views.channels() + channel;
                views.readCore(views.prediction(), plane, step, operands.prediction());
                if (!isFinite(operands.prediction(), core.pixels())) {
                    return false;
                }
                if (rule.stateWeight() != 0 || stateIsUpsampled) {
                    views.readCore(views.state(), plane, step, operands.state());
                    unscale(operands.state(), process.inputScale(step.index()), core.pixels());
                }
                upsampled.plane(dx, operands.upsampled());
                if (rule.needsNoise()) {
                    System.arraycopy(noise, dx * core.pixels(), operands.noise(), 0, core.pixels());
                }
                rule.apply(stateIsUpsampled ? withStateAsUpsampled(operands) : operands, core.pixels());
                put(step, channel, operands.prediction());
            }
        }
        return true;
    }

    private static ReverseStep.Operands withStateAsUpsampled(ReverseStep.Operands operands) {
        return new ReverseStep.Operands(operands.state(), operands.prediction(), operands.state(), operands.noise());
    }

    /** Makes y for the core of a step, colour by colour; does nothing where y isn't needed. */
    private final class UpsampledGroup {
        private final PatchStep step;
        private final boolean needed;
        private final LatentUpsampler upsampler;

        UpsampledGroup(PatchStep step, boolean needed) {
            this.step = step;
            this.needed = needed;
            this.upsampler = scratch.upsampler(step.job().factor());
        }

        void select(int group) {
            int factor = step.job().factor();
            if (needed) {
                if (group % factor == 0) {
                    upsampler.select(
                            step.job().spec().lowRes().plane(group / factor),
                            step.patch().core());
                }
                upsampler.filterColumns(group % factor);
            }
        }

        void plane(int dx, float[] target) {
            if (needed) {
                upsampler.plane(dx, target);
            }
        }
    }

    private static boolean isFinite(float[] values, int count) {
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
        Job job = step.job();
        Rect core = step.patch().core();
        if (step.clock() == 1) {
            ResultBand band = job.bands().band(job.rowOf(step.tile()));
            band.write(core, channel, values);
        } else {
            job.canvas().write(step.tile(), core, channel, values);
        }
    }
}
