package io.acuity.training.objective;

import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.imaging.FloatImage;
import io.acuity.training.data.PatchBatch;
import java.util.Arrays;

/** Brings the patches of a batch back to pixels: LR images in [0, 1], the others in [-1, 1]. */
final class PatchPixels {
    private final PatchBatch batch;
    private final PixelUnshuffle codec;

    PatchPixels(PatchBatch batch) {
        this.batch = batch;
        this.codec = new PixelUnshuffle(batch.scale());
    }

    /** x, {@code [3, r·h, r·w]}. */
    FloatImage clean(int n) {
        return codec.decode(part(batch.clean(), n, codec.channels()));
    }

    /** y, {@code [3, r·h, r·w]}. */
    FloatImage upsampled(int n) {
        return codec.decode(part(batch.upsampled(), n, codec.channels()));
    }

    /** {@code [3, h, w]}. */
    FloatImage lowRes(int n) {
        return unsigned(part(batch.lowRes(), n, 3));
    }

    private FloatImage part(float[] values, int n, int channels) {
        int size = channels * batch.side() * batch.side();
        return new FloatImage(
                channels, batch.side(), batch.side(), Arrays.copyOfRange(values, n * size, (n + 1) * size));
    }

    private static FloatImage unsigned(FloatImage image) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp((values[i] + 1) / 2, 0f, 1f);
        }
        return image;
    }
}
