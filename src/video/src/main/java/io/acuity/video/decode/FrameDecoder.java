package io.acuity.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.acuity.video.ffmpeg.Ffmpeg;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Feeds one stream's packets to its decoder and hands out frames in presentation order. */
final class FrameDecoder implements AutoCloseable {
    private static final int MAX_THREADS = 4;

    private final Demuxer demuxer;
    private final int stream;
    private final AVCodecContext context;
    private boolean drained;
    private long damaged;

    private FrameDecoder(Demuxer demuxer, int stream, AVCodecContext context) {
        this.demuxer = demuxer;
        this.stream = stream;
        this.context = context;
    }

    static FrameDecoder open(Demuxer demuxer, int index) {
        AVStream stream = demuxer.stream(index);
        AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
        AVCodecContext context = Ffmpeg.allocated(avcodec_alloc_context3(codec), "a decoder");
        FrameDecoder decoder = new FrameDecoder(demuxer, index, context);
        try {
            String what = "opening the decoder for " + demuxer.name();
            Ffmpeg.check(avcodec_parameters_to_context(context, stream.codecpar()), what);
            context.pkt_timebase(stream.time_base());
            context.thread_count(Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
            Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), what);
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
        return decoder;
    }

    /** Fills {@code frame} with the next picture; false after the last. */
    boolean next(AVFrame frame) {
        while (true) {
            int code = avcodec_receive_frame(context, frame);
            if (code >= 0) {
                return true;
            }
            if (code == AVERROR_EOF) {
                return false;
            }
            if (code != Ffmpeg.AGAIN) {
                damaged++;
            } else if (!feed()) {
                return false;
            }
        }
    }

    long damaged() {
        return damaged;
    }

    boolean isKey(AVFrame frame) {
        return (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
    }

    @Override
    public void close() {
        avcodec_free_context(context);
    }

    /** Gives the decoder one packet, or tells it that there are no more; false when it knows already. */
    private boolean feed() {
        if (drained) {
            return false;
        }
        AVPacket packet = demuxer.next();
        while (packet != null && packet.stream_index() != stream) {
            packet = demuxer.next();
        }
        drained = packet == null;
        int code = avcodec_send_packet(context, packet);
        if (code < 0 && code != AVERROR_EOF) {
            damaged++;
        }
        return true;
    }
}
