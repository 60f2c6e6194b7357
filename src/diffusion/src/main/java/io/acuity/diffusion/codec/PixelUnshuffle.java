package io.acuity.diffusion.codec;

import io.acuity.imaging.FloatImage;

/**
 * The lossless codec: each block of r × r pixels becomes one latent pixel of r² channels per colour, in the order of
 * PyTorch's {@code pixel_unshuffle}: channel {@code colour · r² + dy · r + dx}.
 */
public record PixelUnshuffle(int factor) implements Codec {
    /** Validates the factor. */
    public PixelUnshuffle {
        if (factor < 1) {
            throw new IllegalArgumentException("Pixels are unshuffled by a factor of at least 1, not " + factor + ".");
        }
    }

    /** The codec of a network with {@code channels} latent channels for three colours. */
    public static PixelUnshuffle ofChannels(int channels) {
        int factor = (int) Math.round(Math.sqrt(channels / 3.0));
        if (factor < 1 || 3 * factor * factor != channels) {
            throw new IllegalArgumentException(
                    "A pixel-unshuffle network has three times a square number of channels, not " + channels + ".");
        }
        return new PixelUnshuffle(factor);
    }

    @Override
    public int channels() {
        return 3 * factor * factor;
    }

    /** An image {@code [C, r·h, r·w]} as latent {@code [C·r², h, w]}; sides are multiples of r. */
    @Override
    public FloatImage encode(FloatImage image) {
        if (image.height() % factor != 0 || image.width() % factor != 0) {
            throw new IllegalArgumentException("An image of " + image.width() + "×" + image.height()
                    + " can't be unshuffled by " + factor + ": its sides are not multiples.");
        }
        FloatImage latent =
                FloatImage.zeros(image.channels() * factor * factor, image.height() / factor, image.width() / factor);
        transfer(image.values(), latent, true);
        return latent;
    }

    /** The inverse of {@link #encode}. */
    @Override
    public FloatImage decode(FloatImage latent) {
        FloatImage image = FloatImage.zeros(
                latent.channels() / (factor * factor), latent.height() * factor, latent.width() * factor);
        transfer(image.values(), latent, false);
        return image;
    }

    private void transfer(float[] image, FloatImage latent, boolean encode) {
        int width = latent.width();
        float[] values = latent.values();
        for (int channel = 0, at = 0; channel < latent.channels(); channel++) {
            int colour = channel / (factor * factor);
            int dy = channel / factor % factor;
            int dx = channel % factor;
            for (int y = 0; y < latent.height(); y++) {
                int row = ((colour * latent.height() + y) * factor + dy) * width * factor + dx;
                for (int x = 0; x < width; x++, at++) {
                    if (encode) {
                        values[at] = image[row + x * factor];
                    } else {
                        image[row + x * factor] = values[at];
                    }
                }
            }
        }
    }
}
