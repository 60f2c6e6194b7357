package io.acuity.training.data;

import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/**
 * Training patches in pixel-unshuffle space, values in [-1, 1].
 *
 * @param count N
 * @param side h = w in LR pixels
 * @param scale r
 * @param clean x, {@code [N, 3r², h, w]}
 * @param upsampled y, the LR patch by bicubic to HR size, {@code [N, 3r², h, w]}
 * @param lowRes the LR patch, {@code [N, 3, h, w]}
 */
public record PatchBatch(int count, int side, int scale, float[] clean, float[] upsampled, float[] lowRes) {
    /** An empty batch. */
    public static PatchBatch allocate(int count, int side, int scale) {
        int latent = count * 3 * scale * scale * side * side;
        return new PatchBatch(
                count, side, scale, new float[latent], new float[latent], new float[count * 3 * side * side]);
    }

    /** Fills sample {@code n} from an LR window that is {@code context} pixels larger on each side. */
    void set(int n, FloatImage low, int context, FloatImage high) {
        FloatImage wide = Bicubic.resize(low, low.height() * scale, low.width() * scale);
        PixelUnshuffle codec = new PixelUnshuffle(scale);
        int latent = clean.length / count;
        FloatImage inner = wide.window(context * scale, context * scale, side * scale, side * scale);
        System.arraycopy(codec.encode(inner).values(), 0, upsampled, n * latent, latent);
        System.arraycopy(codec.encode(high).values(), 0, clean, n * latent, latent);
        FloatImage lowInner = low.window(context, context, side, side);
        System.arraycopy(lowInner.values(), 0, lowRes, n * 3 * side * side, 3 * side * side);
    }
}
