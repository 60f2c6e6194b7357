package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.acuity.video.ClipException;
import io.acuity.video.FramePixels;
import io.acuity.video.FrameTime;
import io.acuity.video.Rational;
import io.acuity.video.ffmpeg.Ffmpeg;
import io.acuity.video.ffmpeg.RgbScaler;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames into packets of one codec, each with the time and duration of its frame. Owns native memory; one thread
 * at a time.
 */
final class VideoEncoder implements AutoCloseable {
    private static final Rational USUAL_RATE = new Rational(25, 1);
    private static final int KEY_FRAME_SECONDS = 4;
    private static final int MAX_GROUP = 250;
    private static final int MIN_GROUP = 12;
    private static final int MAX_THREADS = 4;

    private final EncoderChoice choice;
    private final VideoShape shape;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    /** Frames inside the encoder, by the time stamp they were given. */
    private final Map<Long, FrameTime> inFlight = new HashMap<>();

    private @Nullable RgbScaler scaler;
    private long sent;
    private long received;

    /** Takes packets; what is not used of one is released after the call. */
    @FunctionalInterface
    interface PacketSink {
        void accept(AVPacket packet);
    }

    private VideoEncoder(EncoderChoice choice, VideoShape shape, AVCodecContext context) {
        this.choice = choice;
        this.shape = shape;
        this.context = context;
        this.frame = Ffmpeg.allocated(av_frame_alloc(), "a frame");
        this.packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    }

    static VideoEncoder open(EncoderChoice choice, VideoShape shape, EncodeSettings settings, boolean globalHeader) {
        AVCodec codec = avcodec_find_encoder_by_name(choice.codec().encoder());
        AVCodecContext context = Ffmpeg.allocated(avcodec_alloc_context3(codec), "an encoder");
        VideoEncoder encoder = new VideoEncoder(choice, shape, context);
        try {
            encoder.describe(settings, globalHeader);
            AVDictionary options = Ffmpeg.dictionary(choice.codec().options(settings.quality()));
            int code = avcodec_open2(context, codec, options);
            av_dict_free(options);
            if (code < 0) {
                throw new ClipException(
                        ClipException.Reason.NO_ENCODER,
                        choice.codec().encoder() + " cannot write frames of " + shape.width() + "×" + shape.height()
                                + ": " + Ffmpeg.words(code) + "; choose another codec.");
            }
            encoder.frame.width(shape.width()).height(shape.height()).format(choice.pixelFormat());
            Ffmpeg.check(av_frame_get_buffer(encoder.frame, 0), "allocating a frame");
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
        return encoder;
    }

    AVCodecContext context() {
        return context;
    }

    /** What a container must say about the stream before its packets; empty where nothing. */
    byte[] header() {
        byte[] header = new byte[context.extradata_size()];
        if (header.length > 0) {
            context.extradata().get(header);
        }
        return header;
    }

    /** Encodes one frame and hands over the packets that are ready. */
    void encode(FramePixels pixels, FrameTime time, PacketSink sink) {
        Ffmpeg.check(av_frame_make_writable(frame), "reusing a frame");
        scaler(pixels).fromRgb(pixels, frame);
        long stamp = keepsOwnTime() ? sent : time.pts();
        frame.pts(stamp);
        frame.duration(keepsOwnTime() ? 1 : time.duration());
        frame.pict_type(AV_PICTURE_TYPE_NONE);
        if (choice.codec() == VideoCodec.MPEG4) {
            frame.quality(context.global_quality());
        }
        inFlight.put(stamp, time);
        sent++;
        Ffmpeg.check(avcodec_send_frame(context, frame), "encoding frame " + (sent - 1));
        receive(sink);
    }

    /** Hands over what is left in the encoder. */
    void drain(PacketSink sink) {
        if (sent == 0) {
            return;
        }
        Ffmpeg.check(avcodec_send_frame(context, null), "finishing the video");
        receive(sink);
        if (received != sent) {
            throw new ClipException(
                    ClipException.Reason.INTERNAL,
                    choice.codec().encoder() + " returned " + received + " of " + sent
                            + " frames; choose another codec.");
        }
    }

    @Override
    public void close() {
        if (scaler != null) {
            scaler.close();
        }
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }

    private void describe(EncodeSettings settings, boolean globalHeader) {
        Rational rate = shape.rate().isKnown() ? shape.rate() : USUAL_RATE;
        context.width(shape.width()).height(shape.height()).pix_fmt(choice.pixelFormat());
        context.framerate(Ffmpeg.rational(rate));
        context.time_base(Ffmpeg.rational(
                keepsOwnTime() ? new Rational(1, Math.clamp(Math.round(rate.value()), 1, 1000)) : shape.timeBase()));
        context.sample_aspect_ratio(Ffmpeg.rational(shape.sampleAspectRatio()));
        context.gop_size(Math.clamp(Math.round(rate.value() * KEY_FRAME_SECONDS), MIN_GROUP, MAX_GROUP));
        context.color_range(shape.colour().range());
        context.color_primaries(shape.colour().primaries());
        context.color_trc(shape.colour().transfer());
        context.colorspace(shape.colour().matrix());
        context.chroma_sample_location(shape.colour().chromaLocation());
        context.thread_count(
                settings.threads() > 0
                        ? settings.threads()
                        : Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
        if (globalHeader) {
            context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        int quantiser = choice.codec().quantiser(settings.quality());
        if (choice.codec() == VideoCodec.MPEG4) {
            context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
            context.global_quality(quantiser * FF_QP2LAMBDA);
        } else if (quantiser >= 0) {
            context.qmin(quantiser).qmax(quantiser);
        }
    }

    /** MPEG-4 cannot count finer than 1/65535 s: frames are numbered for it and get their times back afterwards. */
    private boolean keepsOwnTime() {
        return choice.codec().keepsOrder();
    }

    private void receive(PacketSink sink) {
        int code = avcodec_receive_packet(context, packet);
        while (code >= 0) {
            stamp();
            received++;
            sink.accept(packet);
            code = avcodec_receive_packet(context, packet);
        }
        if (code != Ffmpeg.AGAIN && code != AVERROR_EOF) {
            throw Ffmpeg.failure(
                    code, "encoding the video with " + choice.codec().encoder());
        }
    }

    private void stamp() {
        FrameTime time = inFlight.remove(packet.pts());
        if (time == null) {
            throw new ClipException(
                    ClipException.Reason.INTERNAL,
                    choice.codec().encoder() + " returned a frame that it was not given; choose another codec.");
        }
        if (keepsOwnTime()) {
            packet.pts(time.pts()).dts(time.pts());
        }
        packet.duration(time.duration());
    }

    private RgbScaler scaler(FramePixels like) {
        if (scaler == null) {
            scaler = RgbScaler.fromRgb(like, choice.pixelFormat(), shape.colour());
        }
        return scaler;
    }
}
