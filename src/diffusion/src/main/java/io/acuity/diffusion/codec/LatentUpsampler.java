package io.acuity.diffusion.codec;

import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import java.util.List;

/**
 * Bicubic enlargement by r straight into latent planes. A phase of the result sits at the same offset from every LR
 * pixel, so that each latent channel is one small filter on the LR grid: first down the columns, then along the rows,
 * both with neighbouring pixels in the inner loop. Equal to MATLAB's {@code imresize} (a = −0.5, mirrored borders).
 *
 * <p>Use: {@link #select} a colour and region, {@link #filterColumns} for each row phase, then {@link #plane} for each
 * column phase. A filter with scratch arrays; one thread at a time.
 */
public final class LatentUpsampler {
    private static final int MARGIN = 2;
    private static final int TAPS = 4;
    private static final float TO_UNIT = 1f / 32767.5f;

    private final int factor;
    private final float[][] weights;
    private final int[] firstTap;

    private int width;
    private int height;
    private float[] samples = new float[0];
    private float[] filtered = new float[0];

    /** Creates an upsampler by {@code factor}. */
    public LatentUpsampler(int factor) {
        this.factor = factor;
        this.weights = new float[factor][TAPS];
        this.firstTap = new int[factor];
        for (int phase = 0; phase < factor; phase++) {
            double position = (phase + 0.5) / factor - 0.5;
            firstTap[phase] = (int) Math.floor(position) - 1;
            for (int tap = 0; tap < TAPS; tap++) {
                weights[phase][tap] = (float) kernel(position - firstTap[phase] - tap);
            }
        }
    }

    private static double kernel(double offset) {
        double x = Math.abs(offset);
        return x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
    }

    /** Reads one colour of a region, in [-1, 1], with what the filter needs around it. */
    public void select(Plane plane, Rect region) {
        width = region.width();
        height = region.height();
        int stride = width + 2 * MARGIN;
        if (samples.length < stride * (height + 2 * MARGIN)) {
            samples = new float[stride * (height + 2 * MARGIN)];
        }
        // By itself: a tall region can need more here than a wide one with as many samples.
        if (filtered.length < stride * height) {
            filtered = new float[stride * height];
        }
        for (int y = -MARGIN; y < height + MARGIN; y++) {
            int row = mirror(region.y() + y, plane.height()) * plane.width();
            int to = (y + MARGIN) * stride;
            for (int x = -MARGIN; x < width + MARGIN; x++) {
                samples[to++] = unit(plane.samples()[row + mirror(region.x() + x, plane.width())]);
            }
        }
    }

    /** A 16-bit sample in [-1, 1]. */
    public static float unit(short sample) {
        return (sample & 0xFFFF) * TO_UNIT - 1f;
    }

    private static int mirror(int position, int length) {
        int at = position;
        while (at < 0 || at >= length) {
            at = at < 0 ? -1 - at : 2 * length - 1 - at;
        }
        return at;
    }

    /** Filters the columns for the rows of the result at {@code phase}. */
    public void filterColumns(int phase) {
        int stride = width + 2 * MARGIN;
        float w0 = weights[phase][0];
        float w1 = weights[phase][1];
        float w2 = weights[phase][2];
        float w3 = weights[phase][3];
        int r0 = (MARGIN + firstTap[phase]) * stride;
        int r1 = r0 + stride;
        int r2 = r1 + stride;
        int r3 = r2 + stride;
        int count = height * stride;
        float[] in = samples;
        float[] out = filtered;
        for (int i = 0; i < count; i++) {
            out[i] = w0 * in[r0 + i] + w1 * in[r1 + i] + w2 * in[r2 + i] + w3 * in[r3 + i];
        }
    }

    /** Filters the rows at {@code phase} into {@code target[0 … height · width)}. */
    public void plane(int phase, float[] target) {
        int stride = width + 2 * MARGIN;
        for (int y = 0; y < height; y++) {
            row(weights[phase], y * stride + MARGIN + firstTap[phase], target, y * width);
        }
    }

    private void row(float[] w, int from, float[] target, int to) {
        float w0 = w[0];
        float w1 = w[1];
        float w2 = w[2];
        float w3 = w[3];
        float[] in = filtered;
        int count = width;
        for (int x = 0; x < count; x++) {
            target[to + x] = w0 * in[from + x] + w1 * in[from + x + 1] + w2 * in[from + x + 2] + w3 * in[from + x + 3];
        }
    }

    /** All planes of a region as one latent {@code [C·r², height, width]} in [-1, 1]. */
    public FloatImage upsample(List<Plane> colours, Rect region) {
        float[] plane = new float[region.pixels()];
        FloatImage latent = FloatImage.zeros(colours.size() * factor * factor, region.height(), region.width());
        int at = 0;
        for (Plane colour : colours) {
            select(colour, region);
            for (int dy = 0; dy < factor; dy++) {
                filterColumns(dy);
                for (int dx = 0; dx < factor; dx++, at += plane.length) {
                    plane(dx, plane);
                    System.arraycopy(plane, 0, latent.values(), at, plane.length);
                }
            }
        }
        return latent;
    }
}
