package io.acuity.training.data;

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
    static PatchBatch allocate(int count, int side, int scale) {
        int latent = count * 3 * scale * scale * side * side;
        return new PatchBatch(
                count, side, scale, new float[latent], new float[latent], new float[count * 3 * side * side]);
    }

    /** Fills sample {@code n} from an LR window that is {@code context} pixels larger on each side. */
    void set(int n, FloatImage low, int context, FloatImage high) {
        FloatImage wide = Bicubic.resize(low, low.height() * scale, low.width() * scale);
        unshuffle(wide, context * scale, upsampled, n);
        unshuffle(high, 0, clean, n);
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < side; row++) {
                System.arraycopy(
                        low.values(),
                        (c * low.height() + row + context) * low.width() + context,
                        lowRes,
                        ((n * 3 + c) * side + row) * side,
                        side);
            }
        }
    }

    /** Channel order of PyTorch's pixel_unshuffle: c·r² + dy·r + dx. */
    private void unshuffle(FloatImage image, int offset, float[] latents, int n) {
        int at = n * 3 * scale * scale * side * side;
        for (int c = 0; c < 3; c++) {
            for (int dy = 0; dy < scale; dy++) {
                for (int dx = 0; dx < scale; dx++) {
                    for (int row = 0; row < side; row++) {
                        int source = (c * image.height() + offset + row * scale + dy) * image.width() + offset + dx;
                        for (int column = 0; column < side; column++) {
                            latents[at++] = image.values()[source + column * scale];
                        }
                    }
                }
            }
        }
    }
}
