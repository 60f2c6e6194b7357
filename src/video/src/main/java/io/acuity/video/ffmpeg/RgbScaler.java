package io.acuity.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB48BE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.acuity.video.ClipException;
import io.acuity.video.ColourTags;
import io.acuity.video.FramePixels;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Converts frames of one format between a codec's pixels and RGB, by swscale with accurate rounding and full chroma
 * resolution inside, bit-exact on every processor. Transfer curves are left alone: RGB here is what the curve was
 * applied to. Owns native memory; one thread at a time.
 */
public final class RgbScaler implements AutoCloseable {
    private static final int FLAGS =
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
    private static final int UNITY = 1 << 16;

    private final int width;
    private final int height;
    private final int bitDepth;
    private final SwsContext context;
    private final AVFrame rgb;

    /** Which way pixels go between a codec's format and RGB of 8 or 16 bits. */
    private record Way(int pixelFormat, int bitDepth, boolean toRgb) {
        int rgb() {
            return bitDepth == 8 ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_RGB48BE;
        }
    }

    /** From a codec's pixel format to RGB. */
    public static RgbScaler toRgb(int width, int height, int pixelFormat, ColourTags tags) {
        Way way = new Way(pixelFormat, PixelFormats.storedDepth(pixelFormat), true);
        return new RgbScaler(width, height, way, tags);
    }

    /** From RGB of 8 or 16 bits to a codec's pixel format. */
    public static RgbScaler fromRgb(FramePixels like, int pixelFormat, ColourTags tags) {
        return new RgbScaler(like.width(), like.height(), new Way(pixelFormat, like.bitDepth(), false), tags);
    }

    private RgbScaler(int width, int height, Way way, ColourTags tags) {
        this.width = width;
        this.height = height;
        this.bitDepth = way.bitDepth();
        this.context = way.toRgb()
                ? open(width, height, way.pixelFormat(), way.rgb())
                : open(width, height, way.rgb(), way.pixelFormat());
        this.rgb = RgbResizer.frame(width, height, way.rgb());
        setColours(way, tags);
    }

    /** A copy of {@code frame} as RGB. */
    public FramePixels toRgb(AVFrame frame) {
        scale(frame, rgb);
        FramePixels pixels = FramePixels.black(width, height, bitDepth);
        RgbResizer.read(rgb, pixels);
        return pixels;
    }

    /** Fills {@code target}, whose buffers are its own, from RGB. */
    public void fromRgb(FramePixels pixels, AVFrame target) {
        if (pixels.width() != width || pixels.height() != height || pixels.bitDepth() != bitDepth) {
            throw new IllegalArgumentException("A frame of " + pixels.width() + "×" + pixels.height() + " with "
                    + pixels.bitDepth() + " bits a sample does not belong to a clip of " + width + "×" + height
                    + " with " + bitDepth + ".");
        }
        RgbResizer.write(pixels, rgb);
        scale(rgb, target);
    }

    @Override
    public void close() {
        av_frame_free(rgb);
        sws_freeContext(context);
    }

    private void scale(AVFrame from, AVFrame to) {
        int rows = sws_scale(context, from.data(), from.linesize(), 0, height, to.data(), to.linesize());
        if (rows != height) {
            throw new ClipException(
                    ClipException.Reason.INTERNAL,
                    "Converting a frame's colours stopped after " + rows + " of " + height + " rows.");
        }
    }

    private static SwsContext open(int width, int height, int from, int to) {
        SwsContext context =
                sws_getContext(width, height, from, width, height, to, FLAGS, null, null, (DoublePointer) null);
        if (context == null || context.isNull()) {
            throw new ClipException(
                    ClipException.Reason.UNSUPPORTED,
                    "Pixels in the format " + name(from) + " cannot be converted to " + name(to)
                            + "; choose another pixel format.");
        }
        return context;
    }

    private void setColours(Way way, ColourTags tags) {
        IntPointer matrix = sws_getCoefficients(PixelFormats.swscaleMatrix(tags.matrixFor(height)));
        int full = tags.range() == AVCOL_RANGE_JPEG || PixelFormats.isFullRange(way.pixelFormat()) ? 1 : 0;
        // Fails for pairs without YUV on either side, where there is nothing to set.
        var unused = sws_setColorspaceDetails(
                context, matrix, way.toRgb() ? full : 1, matrix, way.toRgb() ? 1 : full, 0, UNITY, UNITY);
    }

    private static String name(int pixelFormat) {
        return av_get_pix_fmt_name(pixelFormat).getString();
    }
}
