package io.acuity.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB48BE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.acuity.video.FramePixels;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** Resizes frames for looking at, by swscale's bicubic filter. Not what results are measured against. */
public final class RgbResizer {
    private static final int FLAGS =
            SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT;

    private RgbResizer() {}

    /** The frame in another size; the same frame when it has it. */
    public static FramePixels resize(FramePixels pixels, int width, int height) {
        if (pixels.width() == width && pixels.height() == height) {
            return pixels;
        }
        Ffmpeg.load();
        int format = pixels.bitDepth() == 8 ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_RGB48BE;
        AVFrame from = frame(pixels.width(), pixels.height(), format);
        AVFrame to = frame(width, height, format);
        SwsContext context = Ffmpeg.allocated(
                sws_getContext(
                        pixels.width(),
                        pixels.height(),
                        format,
                        width,
                        height,
                        format,
                        FLAGS,
                        null,
                        null,
                        (DoublePointer) null),
                "resizing a frame");
        try {
            write(pixels, from);
            Ffmpeg.check(
                    sws_scale(context, from.data(), from.linesize(), 0, pixels.height(), to.data(), to.linesize()),
                    "resizing a frame");
            FramePixels resized = FramePixels.black(width, height, pixels.bitDepth());
            read(to, resized);
            return resized;
        } finally {
            sws_freeContext(context);
            av_frame_free(from);
            av_frame_free(to);
        }
    }

    static AVFrame frame(int width, int height, int format) {
        AVFrame frame = Ffmpeg.allocated(av_frame_alloc(), "a frame");
        frame.width(width).height(height).format(format);
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "allocating a frame of " + width + "×" + height);
        return frame;
    }

    static void write(FramePixels pixels, AVFrame frame) {
        ByteBuffer buffer = bytes(frame);
        int stride = frame.linesize(0);
        int row = pixels.rowBytes();
        for (int y = 0; y < pixels.height(); y++) {
            buffer.put(y * stride, pixels.samples(), y * row, row);
        }
    }

    static void read(AVFrame frame, FramePixels pixels) {
        ByteBuffer buffer = bytes(frame);
        int stride = frame.linesize(0);
        int row = pixels.rowBytes();
        for (int y = 0; y < pixels.height(); y++) {
            buffer.get(y * stride, pixels.samples(), y * row, row);
        }
    }

    private static ByteBuffer bytes(AVFrame frame) {
        return frame.data(0).capacity((long) frame.linesize(0) * frame.height()).asByteBuffer();
    }
}
