package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SUBRIP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBVTT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.acuity.video.Rational;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;

/** A text track, in the format its container keeps text in: 3GPP timed text, SubRip or WebVTT. */
final class SubtitleTrack {
    private static final Rational MILLISECOND = new Rational(1, 1000);
    /** A sample description of 3GPP timed text (TS 26.245 §5.16) with font 1 called "Serif", white, 18 points. */
    private static final String TEXT_DESCRIPTION =
            "0000000001ff000000ff00000000000000000000000000010012ffffffff" + "000000126674616200010001055365726966";

    private static final int PADDING = 64;

    private final OutputFile out;
    private final AVStream stream;
    private final boolean timedText;
    private final Deque<Subtitle> waiting;

    SubtitleTrack(OutputFile out, ClipContainer container, List<Subtitle> subtitles) {
        this.out = out;
        this.timedText = container.isIsoMedia();
        this.waiting = new ArrayDeque<>(subtitles);
        this.stream = out.newStream();
        stream.time_base(Ffmpeg.rational(MILLISECOND));
        int other = container == ClipContainer.WEBM ? AV_CODEC_ID_WEBVTT : AV_CODEC_ID_SUBRIP;
        stream.codecpar().codec_type(AVMEDIA_TYPE_SUBTITLE).codec_id(timedText ? AV_CODEC_ID_MOV_TEXT : other);
        if (timedText) {
            byte[] bytes = HexFormat.of().parseHex(TEXT_DESCRIPTION);
            BytePointer description = new BytePointer(av_mallocz(bytes.length + PADDING));
            description.put(bytes);
            stream.codecpar().extradata(description).extradata_size(bytes.length);
        }
    }

    /** Writes what appears up to a moment. */
    void writeUntil(double seconds) {
        for (Subtitle next = waiting.peek();
                next != null && next.startMillis() <= seconds * 1000;
                next = waiting.peek()) {
            write(waiting.remove());
        }
    }

    private void write(Subtitle subtitle) {
        byte[] text = subtitle.text().getBytes(StandardCharsets.UTF_8);
        byte[] content = timedText
                ? ByteBuffer.allocate(2 + text.length)
                        .putShort((short) text.length)
                        .put(text)
                        .array()
                : text;
        AVPacket packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
        try (AVRational millisecond = Ffmpeg.rational(MILLISECOND)) {
            Ffmpeg.check(av_new_packet(packet, content.length), "writing a subtitle");
            packet.data().put(content);
            packet.pts(subtitle.startMillis()).dts(subtitle.startMillis()).duration(subtitle.durationMillis());
            packet.flags(AV_PKT_FLAG_KEY).stream_index(stream.index());
            av_packet_rescale_ts(packet, millisecond, stream.time_base());
            out.write(packet);
        } finally {
            av_packet_free(packet);
        }
    }
}
