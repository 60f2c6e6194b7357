package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_PIX_FORMAT;
import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_NORMAL;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_supported_config;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_find_best_pix_fmt_of_2;

import io.acuity.video.ClipException;
import io.acuity.video.ffmpeg.PixelFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Which encoder writes a clip, and in which pixel format. Depth is never lost unasked: a codec that cannot hold it is
 * passed over, or refused when it was asked for without a pixel format.
 */
record EncoderChoice(VideoCodec codec, int pixelFormat) {
    /** Chooses by settings, container and what the frames are like. */
    static EncoderChoice of(EncodeSettings settings, AVOutputFormat container, EncoderNeeds needs) {
        VideoCodec asked = settings.codec();
        if (asked != null) {
            String refusal = refusal(asked, settings, container, needs);
            if (refusal != null) {
                throw new ClipException(ClipException.Reason.NO_ENCODER, refusal);
            }
            return new EncoderChoice(asked, pixelFormat(asked, settings, needs));
        }
        List<String> refusals = new ArrayList<>();
        for (VideoCodec codec : VideoCodec.values()) {
            if (!codec.isAvailable()) {
                continue;
            }
            String refusal = refusal(codec, settings, container, needs);
            if (refusal == null) {
                return new EncoderChoice(codec, pixelFormat(codec, settings, needs));
            }
            refusals.add(refusal);
        }
        throw new ClipException(
                ClipException.Reason.NO_ENCODER, "No encoder here can write this clip: " + String.join(" ", refusals));
    }

    private static @Nullable String refusal(
            VideoCodec codec, EncodeSettings settings, AVOutputFormat container, EncoderNeeds needs) {
        if (!codec.isAvailable()) {
            return "The FFmpeg that runs here has no encoder " + codec.encoder() + ", only " + VideoCodec.available()
                    + "; choose one of them, or bring an FFmpeg that has it.";
        }
        AVCodec encoder = avcodec_find_encoder_by_name(codec.encoder());
        if (avformat_query_codec(container, encoder.id(), FF_COMPLIANCE_NORMAL) != 1) {
            return "The container " + container.name().getString() + " does not hold video by " + codec.encoder()
                    + "; choose another codec or another file extension.";
        }
        if (!codec.takes(needs.width(), needs.height())) {
            return codec.encoder() + " cannot write frames of " + needs.width() + "×" + needs.height()
                    + " pixels; choose another codec, such as libsvtav1.";
        }
        return formatRefusal(codec, settings, needs);
    }

    private static @Nullable String formatRefusal(VideoCodec codec, EncodeSettings settings, EncoderNeeds needs) {
        int format = pixelFormat(codec, settings, needs);
        if (format == AV_PIX_FMT_NONE) {
            String names = supported(codec).stream().map(PixelFormats::name).collect(Collectors.joining(", "));
            return codec.encoder() + " does not write the pixel format " + settings.pixelFormat() + ", only " + names
                    + "; choose one of them or another codec.";
        }
        if (!codec.takesOddSides() && !needs.suitsSides(format)) {
            return codec.encoder() + " cannot write frames of " + needs.width() + "×" + needs.height() + " as "
                    + PixelFormats.name(format)
                    + ", where pixels share their colour in pairs; choose libvpx-vp9 or ffv1, or an even size.";
        }
        if (settings.pixelFormat() == null && PixelFormats.depth(format) < needs.depth()) {
            return codec.encoder() + " writes " + PixelFormats.depth(format) + " bits a sample, and the clip has "
                    + needs.depth() + "; choose libsvtav1 or ffv1, or ask for fewer bits with a pixel format such as "
                    + PixelFormats.name(format) + ".";
        }
        return null;
    }

    private static int pixelFormat(VideoCodec codec, EncodeSettings settings, EncoderNeeds needs) {
        List<Integer> supported = supported(codec);
        String asked = settings.pixelFormat();
        if (asked != null) {
            int format = PixelFormats.byName(asked);
            return supported.contains(format) ? format : AV_PIX_FMT_NONE;
        }
        if (!codec.takesOddSides() && supported.stream().anyMatch(needs::suitsSides)) {
            supported = supported.stream().filter(needs::suitsSides).toList();
        }
        int best = AV_PIX_FMT_NONE;
        int like = PixelFormats.withoutRange(needs.like());
        for (int candidate : supported) {
            best = best == AV_PIX_FMT_NONE
                    ? candidate
                    : av_find_best_pix_fmt_of_2(best, candidate, like, 0, (IntPointer) null);
        }
        return best;
    }

    /** Pixel formats of an encoder, without those that only repeat another for full range. */
    private static List<Integer> supported(VideoCodec codec) {
        AVCodec encoder = avcodec_find_encoder_by_name(codec.encoder());
        List<Integer> formats = new ArrayList<>();
        try (PointerPointer<Pointer> list = new PointerPointer<>(1);
                IntPointer count = new IntPointer(1)) {
            int code = avcodec_get_supported_config(
                    (AVCodecContext) null, encoder, AV_CODEC_CONFIG_PIX_FORMAT, 0, list, count);
            Pointer first = code < 0 ? null : list.get();
            if (first != null && !first.isNull()) {
                IntPointer values = new IntPointer(first);
                for (int i = 0; i < count.get(); i++) {
                    formats.add(values.get(i));
                }
            }
        }
        formats.removeIf(format -> PixelFormats.isFullRange(format) || PixelFormats.hasAlpha(format));
        return formats;
    }
}
