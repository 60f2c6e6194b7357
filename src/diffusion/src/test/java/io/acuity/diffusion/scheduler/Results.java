package io.acuity.diffusion.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.codec.LatentUpsampler;
import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.noise.PixelNoise;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSampler;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.Plane;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A result collected row by row, and what it should have been. */
final class Results implements RowSink {
    static final int ONE_LEVEL = 257;
    private static final int FACTOR = LocalNetwork.FACTOR;

    private final int width;
    private final short[][] planes;
    private int nextRow;

    Results(LowRes lowRes) {
        this.width = lowRes.width() * FACTOR;
        this.planes = new short[3][width * lowRes.height() * FACTOR];
    }

    @Override
    public synchronized void rows(int y0, int rows, short[][] samples) {
        assertThat(y0).isEqualTo(nextRow);
        for (int colour = 0; colour < 3; colour++) {
            System.arraycopy(samples[colour], 0, planes[colour], y0 * width, rows * width);
        }
        nextRow += rows;
    }

    synchronized short[][] planes() {
        return planes;
    }

    synchronized int rowsTaken() {
        return nextRow;
    }

    synchronized boolean isComplete() {
        return nextRow * width == planes[0].length;
    }

    /** The largest difference to another result, in 16-bit levels. */
    int distance(short[][] other) {
        int distance = 0;
        for (int colour = 0; colour < 3; colour++) {
            for (int i = 0; i < planes[colour].length; i++) {
                distance = Math.max(distance, Math.abs((planes[colour][i] & 0xFFFF) - (other[colour][i] & 0xFFFF)));
            }
        }
        return distance;
    }

    static LowRes image(int width, int height, long seed) {
        Random random = new Random(seed);
        Plane[] planes = new Plane[3];
        for (int colour = 0; colour < 3; colour++) {
            planes[colour] = new Plane(width, height);
            for (int i = 0; i < width * height; i++) {
                planes[colour].samples()[i] = (short) random.nextInt(65536);
            }
        }
        return new LowRes(planes[0], planes[1], planes[2]);
    }

    /** The result computed on the whole image at once, by the plain sampler. */
    static short[][] reference(LowRes lowRes, ShiftProcess process, long seed) {
        Rect whole = new Rect(0, 0, lowRes.width(), lowRes.height());
        float[] upsampled = upsampled(lowRes);
        PixelNoise noise = new PixelNoise(seed, FACTOR);
        float[] latent = new ShiftSampler(process)
                .sample(
                        upsampled,
                        (state, index) -> predictWhole(lowRes, state, index),
                        draw -> drawWhole(noise, whole, draw))
                .get(process.steps() - 1);
        return planes(lowRes, latent);
    }

    /** y as a latent. */
    static float[] upsampled(LowRes lowRes) {
        Rect whole = new Rect(0, 0, lowRes.width(), lowRes.height());
        return new LatentUpsampler(FACTOR)
                .upsample(List.of(lowRes.red(), lowRes.green(), lowRes.blue()), whole)
                .values();
    }

    /** The image that a latent stands for. */
    static short[][] planes(LowRes lowRes, float[] latent) {
        Rect whole = new Rect(0, 0, lowRes.width(), lowRes.height());
        ResultBand band = new ResultBand(FACTOR, lowRes.width(), lowRes.height());
        band.place(0, lowRes.height());
        for (int channel = 0; channel < 3 * FACTOR * FACTOR; channel++) {
            band.write(whole, channel, part(latent, channel, whole.pixels()));
        }
        return band.planes();
    }

    static float[] predictWhole(LowRes lowRes, float[] state, int index) {
        float[] prediction = new float[state.length];
        int pixels = (int) lowRes.pixels();
        for (int channel = 0; channel < state.length / pixels; channel++) {
            float[] colour = new float[pixels];
            for (int i = 0; i < pixels; i++) {
                colour[i] = LatentUpsampler.unit(
                        lowRes.plane(channel / (FACTOR * FACTOR)).samples()[i]);
            }
            float[] plane =
                    LocalNetwork.predictPlane(part(state, channel, pixels), colour, index + channel, lowRes.width());
            System.arraycopy(plane, 0, prediction, channel * pixels, pixels);
        }
        return prediction;
    }

    static float[] drawWhole(PixelNoise noise, Rect whole, int draw) {
        float[] all = new float[3 * FACTOR * FACTOR * whole.pixels()];
        float[] group = new float[FACTOR * whole.pixels()];
        for (int g = 0; g < 3 * FACTOR; g++) {
            noise.fill(whole, draw, g, group);
            System.arraycopy(group, 0, all, g * group.length, group.length);
        }
        return all;
    }

    private static float[] part(float[] values, int index, int length) {
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }
}
