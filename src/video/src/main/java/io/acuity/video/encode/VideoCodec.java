package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;

import io.acuity.video.ClipException;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;

/**
 * Encoders, in the order they are tried when nobody chose one. Quality is one number from 1 to 100; each encoder maps
 * it to its own measure: quantiser (OpenH264, MPEG-4), constant rate factor (the others), nothing (FFV1 is lossless).
 */
public enum VideoCodec {
    /** H.264 under a BSD licence: 8 bits, 4:2:0, at most 36,864 macroblocks (such as 4096×2304). */
    OPENH264("libopenh264", 36_864L * 256),
    /** H.264 under the GPL: only in an FFmpeg that the user brings. */
    X264("libx264", 16_384L * 16_384),
    /** AV1: 8 and 10 bits, 4:2:0. */
    SVT_AV1("libsvtav1", 8_704L * 8_192),
    /** VP9: 8 bits, 4:2:0 to 4:4:4 and odd sizes. */
    VP9("libvpx-vp9", 16_384L * 16_384),
    /** MPEG-4 part 2: large files, fast. */
    MPEG4("mpeg4", 8_191L * 8_191),
    /** Lossless, any format; for Matroska. */
    FFV1("ffv1", 32_767L * 32_767);

    private final String encoder;
    private final long maxPixels;

    VideoCodec(String encoder, long maxPixels) {
        this.encoder = encoder;
        this.maxPixels = maxPixels;
    }

    /** The codec of this name: FFmpeg's, such as {@code libx264}. */
    public static VideoCodec byName(String name) {
        for (VideoCodec codec : values()) {
            if (codec.encoder.equalsIgnoreCase(name)) {
                return codec;
            }
        }
        throw new ClipException(
                ClipException.Reason.NO_ENCODER,
                "There is no video encoder \"" + name + "\" here; choose one of " + available() + ".");
    }

    /** FFmpeg's name of the encoder. */
    public String encoder() {
        return encoder;
    }

    /** Whether the FFmpeg that runs here has it. */
    public boolean isAvailable() {
        Ffmpeg.load();
        AVCodec codec = avcodec_find_encoder_by_name(encoder);
        return codec != null && !codec.isNull();
    }

    /** The names of all that are available, for sentences. */
    public static String available() {
        return Arrays.stream(values())
                .filter(VideoCodec::isAvailable)
                .map(VideoCodec::encoder)
                .collect(Collectors.joining(", "));
    }

    boolean takes(int width, int height) {
        int whole = 16;
        return (long) Math.ceilDiv(width, whole) * Math.ceilDiv(height, whole) * whole * whole <= maxPixels;
    }

    /** Whether 4:2:0 frames may have odd sides. */
    boolean takesOddSides() {
        return this == VP9 || this == FFV1;
    }

    /** Whether packets come out in the order of frames, so that times can be kept outside the encoder. */
    boolean keepsOrder() {
        return this == MPEG4;
    }

    /** Quantiser for encoders that are told one, else -1. */
    int quantiser(int quality) {
        return switch (this) {
            case OPENH264 -> clamp(48 - 0.375 * quality, 8, 51);
            case MPEG4 -> clamp(31 - 0.35 * quality, 1, 31);
            case X264, SVT_AV1, VP9, FFV1 -> -1;
        };
    }

    /** The encoder's private options. */
    Map<String, String> options(int quality) {
        return switch (this) {
            case OPENH264 -> Map.of("rc_mode", "quality", "profile", "high", "allow_skip_frames", "0");
            case X264 -> Map.of("preset", "fast", "crf", "" + clamp(48 - 0.375 * quality, 0, 51));
            case SVT_AV1 -> Map.of("preset", "10", "crf", "" + clamp(63 - 0.55 * quality, 1, 63));
            case VP9 ->
                Map.of(
                        "crf",
                        "" + clamp(63 - 0.55 * quality, 0, 63),
                        "b",
                        "0",
                        "deadline",
                        "good",
                        "cpu-used",
                        "5",
                        "row-mt",
                        "1");
            case MPEG4 -> Map.of();
            case FFV1 -> Map.of("level", "3", "slicecrc", "1");
        };
    }

    private static int clamp(double value, int from, int to) {
        return Math.clamp(Math.round(value), from, to);
    }
}
