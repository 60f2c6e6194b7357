package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.acuity.video.Rational;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** An audio track with one steady tone: AAC, or Opus where the container wants it. One channel at 48 kHz. */
final class ToneEncoder implements AutoCloseable {
    private static final int SAMPLE_RATE = 48_000;
    private static final double LOUDNESS = 0.25;

    private final OutputFile out;
    private final AVCodecContext context;
    private final AVFrame frame;
    private final AVPacket packet;
    private final AVStream stream;
    private final int hertz;
    private long samples;

    ToneEncoder(OutputFile out, ClipContainer container, int hertz) {
        this.out = out;
        this.hertz = hertz;
        boolean webm = container == ClipContainer.WEBM;
        AVCodec codec = avcodec_find_encoder_by_name(webm ? "libopus" : "aac");
        this.context = Ffmpeg.allocated(avcodec_alloc_context3(codec), "an audio encoder");
        this.frame = Ffmpeg.allocated(av_frame_alloc(), "audio");
        this.packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
        context.sample_fmt(webm ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP).sample_rate(SAMPLE_RATE);
        context.time_base(Ffmpeg.rational(new Rational(1, SAMPLE_RATE)));
        av_channel_layout_default(context.ch_layout(), 1);
        if (out.wantsGlobalHeader()) {
            context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "opening the audio encoder");
        frame.nb_samples(context.frame_size()).format(context.sample_fmt()).sample_rate(SAMPLE_RATE);
        Ffmpeg.check(av_channel_layout_copy(frame.ch_layout(), context.ch_layout()), "describing the audio");
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "allocating audio");
        this.stream = out.newStream();
        stream.time_base(context.time_base());
        Ffmpeg.check(avcodec_parameters_from_context(stream.codecpar(), context), "describing the audio");
    }

    /** Writes sound up to a moment, in whole packets. */
    void writeUntil(double seconds) {
        while (samples < seconds * SAMPLE_RATE) {
            Ffmpeg.check(av_frame_make_writable(frame), "reusing audio");
            int count = frame.nb_samples();
            FloatBuffer buffer = new FloatPointer(frame.data(0)).capacity(count).asBuffer();
            for (int i = 0; i < count; i++) {
                buffer.put(i, (float) (LOUDNESS * Math.sin(2 * Math.PI * hertz * (samples + i) / SAMPLE_RATE)));
            }
            frame.pts(samples);
            samples += count;
            Ffmpeg.check(avcodec_send_frame(context, frame), "encoding audio");
            receive();
        }
    }

    void finish() {
        Ffmpeg.check(avcodec_send_frame(context, null), "finishing the audio");
        receive();
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
    }

    private void receive() {
        while (avcodec_receive_packet(context, packet) >= 0) {
            av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            out.write(packet);
        }
    }
}
