package io.acuity.diffusion.codec;

import io.acuity.imaging.FloatImage;

/**
 * The way between images in [-1, 1] and the latents a network works on. Codecs with weights are owned by the device
 * thread; {@link PixelUnshuffle} has none and may be used anywhere.
 */
public interface Codec extends AutoCloseable {
    /** Image pixels per latent pixel and side. */
    int factor();

    /** Latent channels of an image of three colours. */
    int channels();

    /** An image {@code [3, f·h, f·w]} as latents {@code [C, h, w]}; its sides are multiples of {@link #factor}. */
    FloatImage encode(FloatImage image);

    /** Latents {@code [C, h, w]} as an image {@code [3, f·h, f·w]}, not clipped. */
    FloatImage decode(FloatImage latent);

    /** How often a network of the codec's own passes over an image from encoding to decoding. */
    default int passes() {
        return 0;
    }

    /** About how many bytes a network of the codec's own takes at its peak, for each image pixel. */
    default long bytesPerPixel() {
        return 0;
    }

    /** Frees what the codec holds on the device; nothing unless it has weights. */
    @Override
    default void close() {}
}
