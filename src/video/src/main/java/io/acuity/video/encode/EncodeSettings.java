package io.acuity.video.encode;

import org.jspecify.annotations.Nullable;

/**
 * How frames are encoded.
 *
 * @param codec the encoder, or null for the first that suits size, depth and container
 * @param quality 1 to 100
 * @param pixelFormat FFmpeg's name of the pixel format to write, or null for the one nearest to the source's
 * @param threads threads of the encoder; 0 for one per processor, at most 4
 */
public record EncodeSettings(
        @Nullable VideoCodec codec, int quality, @Nullable String pixelFormat, int threads) {
    /** Quality when nobody chose one: hardly to be told from the original (H.264 quantiser 18). */
    public static final int DEFAULT_QUALITY = 80;

    private static final EncodeSettings DEFAULT = new EncodeSettings(null, DEFAULT_QUALITY, null, 0);

    /** Validates the ranges. */
    public EncodeSettings {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("Quality goes from 1 to 100, not " + quality + ".");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("An encoder has 0 or more threads, not " + threads + ".");
        }
    }

    /** Everything chosen by itself, quality 80. */
    public static EncodeSettings defaults() {
        return DEFAULT;
    }

    /** The same with another codec. */
    public EncodeSettings withCodec(@Nullable VideoCodec other) {
        return new EncodeSettings(other, quality, pixelFormat, threads);
    }

    /** The same with another quality. */
    public EncodeSettings withQuality(int other) {
        return new EncodeSettings(codec, other, pixelFormat, threads);
    }

    /** The same with another pixel format. */
    public EncodeSettings withPixelFormat(@Nullable String other) {
        return new EncodeSettings(codec, quality, other, threads);
    }
}
