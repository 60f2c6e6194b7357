package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.Plane;
import java.nio.FloatBuffer;

/** Brings one sample into the network's buffers: the LR image and the state z_t of its window. One thread at a time. */
final class PatchReader {
    private final PlaneScratch scratch;

    PatchReader(PlaneScratch scratch) {
        this.scratch = scratch;
    }

    /** Fills sample {@code n} of the buffers. */
    void read(PatchStep step, int n, BatchBuffers.Views views) {
        lowRes(step.job().spec().lowRes(), step.patch().window(), n, views.lowRes(), scratch);
        if (step.clock() == step.job().spec().process().steps()) {
            makePrior(step, n, views);
        } else {
            readCanvas(step, n, views);
        }
    }

    /** Brings a window of an LR image into sample {@code n} of a buffer {@code [N, 3, h, w]}. */
    static void lowRes(LowRes image, Rect window, int n, FloatBuffer target, PlaneScratch scratch) {
        float[] values = scratch.values(window.pixels());
        for (int colour = 0; colour < 3; colour++) {
            Plane plane = image.plane(colour);
            short[] samples = plane.samples();
            for (int y = 0, at = 0; y < window.height(); y++) {
                int row = (window.y() + y) * plane.width() + window.x();
                for (int x = 0; x < window.width(); x++) {
                    values[at++] = LatentUpsampler.unit(samples[row + x]);
                }
            }
            target.put((n * 3 + colour) * window.pixels(), values, 0, window.pixels());
        }
    }

    /** The first state is y + κ√η_T ε: made on the spot, for any window, at no cost of memory. */
    private void makePrior(PatchStep step, int n, BatchBuffers.Views views) {
        ShiftJob job = step.job();
        Rect window = step.patch().window();
        int pixels = window.pixels();
        ShiftProcess process = job.spec().process();
        float scale = process.inputScale(step.index());
        float deviation = (float) process.schedule().noiseDeviation(step.index());
        int factor = job.factor();
        LatentUpsampler upsampler = scratch.upsampler(factor);
        float[] values = scratch.values(pixels);
        for (int group = 0; group < 3 * factor; group++) {
            if (group % factor == 0) {
                upsampler.select(job.spec().lowRes().plane(group / factor), window);
            }
            upsampler.filterColumns(group % factor);
            float[] noise = scratch.noise(factor * pixels);
            if (deviation != 0) {
                job.noise().fill(window, process.steps(), group, noise);
            }
            for (int dx = 0; dx < factor; dx++) {
                upsampler.plane(dx, values);
                if (deviation != 0) {
                    addScaled(values, noise, dx * pixels, pixels, deviation);
                }
                put(values, scale, views.state(), (n * views.channels() + group * factor + dx) * pixels, pixels);
            }
        }
    }

    private void readCanvas(PatchStep step, int n, BatchBuffers.Views views) {
        Rect window = step.patch().window();
        float scale = step.job().spec().process().inputScale(step.index());
        float[] values = scratch.values(window.pixels());
        for (int channel = 0; channel < views.channels(); channel++) {
            step.job().canvas().read(window, step.clock(), channel, values);
            put(values, scale, views.state(), (n * views.channels() + channel) * window.pixels(), window.pixels());
        }
    }

    private static void addScaled(float[] values, float[] noise, int from, int count, float deviation) {
        for (int i = 0; i < count; i++) {
            values[i] += deviation * noise[from + i];
        }
    }

    private static void put(float[] values, float scale, FloatBuffer target, int at, int count) {
        if (scale != 1f) {
            for (int i = 0; i < count; i++) {
                values[i] *= scale;
            }
        }
        target.put(at, values, 0, count);
    }
}
