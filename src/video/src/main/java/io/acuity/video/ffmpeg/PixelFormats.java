package io.acuity.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.acuity.video.ClipException;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.swscale;

/** What FFmpeg's pixel formats are like. */
public final class PixelFormats {
    private PixelFormats() {}

    /** Bits of a sample. */
    public static int depth(int format) {
        return descriptor(format).comp(0).depth();
    }

    /** Bits of a sample in {@link io.acuity.video.FramePixels}: 8 up to 8 bits, else 16. */
    public static int storedDepth(int format) {
        return depth(format) <= 8 ? 8 : 16;
    }

    /** Base-two logarithm of how many columns share a chroma sample. */
    public static int chromaShiftX(int format) {
        return descriptor(format).log2_chroma_w();
    }

    /** Base-two logarithm of how many rows share a chroma sample. */
    public static int chromaShiftY(int format) {
        return descriptor(format).log2_chroma_h();
    }

    /** Whether pixels can be transparent. */
    public static boolean hasAlpha(int format) {
        return (descriptor(format).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
    }

    /** Whether pixels are red, green and blue and not YUV. */
    public static boolean isRgb(int format) {
        return (descriptor(format).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
    }

    /** Whether the format's name alone says full range, as yuvj420p does. */
    public static boolean isFullRange(int format) {
        return name(format).startsWith("yuvj");
    }

    /** The same layout without saying a range, which the colour tags say: yuv420p for yuvj420p. */
    public static int withoutRange(int format) {
        return isFullRange(format) ? byName(name(format).replace("yuvj", "yuv")) : format;
    }

    /** FFmpeg's name. */
    public static String name(int format) {
        var name = av_get_pix_fmt_name(format);
        return name == null || name.isNull() ? "none" : name.getString();
    }

    /** The format of this name. */
    public static int byName(String name) {
        int format = av_get_pix_fmt(name);
        if (format == AV_PIX_FMT_NONE) {
            throw new ClipException(
                    ClipException.Reason.NO_ENCODER,
                    "There is no pixel format \"" + name + "\"; use FFmpeg's names, such as yuv420p or yuv444p.");
        }
        return format;
    }

    /** The matrix of H.273 as swscale names it. */
    static int swscaleMatrix(int matrix) {
        return switch (matrix) {
            case 1 -> swscale.SWS_CS_ITU709;
            case 4 -> swscale.SWS_CS_FCC;
            case 7 -> swscale.SWS_CS_SMPTE240M;
            case 9, 10 -> swscale.SWS_CS_BT2020;
            default -> swscale.SWS_CS_ITU601;
        };
    }

    private static AVPixFmtDescriptor descriptor(int format) {
        AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
        if (descriptor == null || descriptor.isNull()) {
            throw new ClipException(
                    ClipException.Reason.UNSUPPORTED, "The clip's frames have no pixel format that is known here.");
        }
        return descriptor;
    }
}
