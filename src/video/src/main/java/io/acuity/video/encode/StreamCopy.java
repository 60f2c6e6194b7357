package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_NORMAL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_compare_ts;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.acuity.video.ClipException;
import io.acuity.video.Rational;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.decode.Demuxer;
import io.acuity.video.decode.StreamKind;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Copies every stream but the video from a source, packet by packet, in step with the video: what is written is what
 * was read, bit for bit. One packet is held at a time.
 */
final class StreamCopy {
    /** How far behind the end of a shortened clip the source is still searched, in seconds: files interleave loosely. */
    private static final int LOOSE_SECONDS = 10;

    /** A timed text of no letters: its length alone. */
    private static final int EMPTY_TEXT = 2;

    private final Demuxer source;
    private final OutputFile out;
    private final ClipContainer container;
    private final Map<Integer, AVStream> targets = new HashMap<>();
    private final Map<Integer, StreamKind> kinds = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable AVPacket pending;
    private boolean ended;
    private long audioPackets;
    private long otherPackets;

    StreamCopy(Demuxer source, OutputFile out, ClipContainer container) {
        this.source = source;
        this.out = out;
        this.container = container;
    }

    /**
     * Makes a stream in the result for one of the source, where the container can hold it.
     *
     * @throws ClipException when it is audio that the container cannot hold
     */
    void add(int index) {
        AVStream from = source.stream(index);
        StreamKind kind = ClipProbe.kind(from);
        if (kind == StreamKind.CHAPTERS || !canHold(from, kind)) {
            from.discard(AVDISCARD_ALL);
            return;
        }
        AVStream to = out.newStream();
        Ffmpeg.check(avcodec_parameters_copy(to.codecpar(), from.codecpar()), "copying a stream's description");
        to.codecpar().codec_tag(0);
        to.time_base(from.time_base());
        to.disposition(from.disposition());
        to.avg_frame_rate(from.avg_frame_rate());
        to.sample_aspect_ratio(from.sample_aspect_ratio());
        SourceTags.copyStreamTags(from, to);
        targets.put(index, to);
        kinds.put(index, kind);
    }

    /** Copies every packet that is due at {@code ticks}: what is decoded up to then. */
    void copyUntil(long ticks, AVRational base) {
        AVPacket packet = peek();
        while (packet != null && compare(due(packet), packet, ticks, base) <= 0) {
            write(packet);
            packet = peek();
        }
    }

    /** Copies all that is left. */
    void copyRest() {
        for (AVPacket packet = peek(); packet != null; packet = peek()) {
            write(packet);
        }
    }

    /** Copies what starts before {@code end}, and stops reading soon after it. */
    void copyStartingBefore(long end, AVRational base) {
        Set<Integer> open = new HashSet<>(targets.keySet());
        open.removeIf(index -> kinds.get(index) != StreamKind.AUDIO);
        AVRational second = Ffmpeg.rational(new Rational(1, 1));
        for (AVPacket packet = peek(); packet != null; packet = peek()) {
            long start = packet.pts() == AV_NOPTS_VALUE ? due(packet) : packet.pts();
            if (compare(start, packet, end, base) < 0) {
                write(packet);
                continue;
            }
            open.remove(packet.stream_index());
            long late = start - av_rescale_q(LOOSE_SECONDS, second, base(packet));
            if (open.isEmpty() || compare(late, packet, end, base) > 0) {
                return;
            }
            pending = null;
        }
    }

    long audioPackets() {
        return audioPackets;
    }

    long otherPackets() {
        return otherPackets;
    }

    List<String> warnings() {
        return warnings;
    }

    private boolean canHold(AVStream stream, StreamKind kind) {
        int codec = stream.codecpar().codec_id();
        boolean holds = switch (kind) {
            case ATTACHMENT -> container == ClipContainer.MKV;
            case PICTURE -> container == ClipContainer.MP4;
            case AUDIO, SUBTITLE, VIDEO, DATA, CHAPTERS ->
                avformat_query_codec(out.context().oformat(), codec, FF_COMPLIANCE_NORMAL) == 1;
        };
        if (holds) {
            return true;
        }
        String name = avcodec_get_name(codec).getString();
        if (kind == StreamKind.AUDIO) {
            throw new ClipException(
                    ClipException.Reason.CONTAINER_CANNOT_HOLD,
                    "A ." + container.extension() + " file cannot hold the audio of " + source.name() + " (" + name
                            + ") as it is; choose .mkv, which holds it.");
        }
        warnings.add("Stream " + stream.index() + " of " + source.name() + " (" + describe(kind) + ", " + name
                + ") is left out: a ." + container.extension() + " file cannot hold it. "
                + (container == ClipContainer.MKV ? "" : "A .mkv file may."));
        return false;
    }

    private static String describe(StreamKind kind) {
        return switch (kind) {
            case AUDIO -> "audio";
            case SUBTITLE -> "subtitles";
            case PICTURE -> "cover picture";
            case VIDEO -> "video";
            case ATTACHMENT -> "attached file";
            case DATA -> "data";
            case CHAPTERS -> "chapters";
        };
    }

    /** The packet that comes next, of a stream that is copied. */
    private @Nullable AVPacket peek() {
        while (pending == null && !ended) {
            AVPacket packet = source.next();
            if (packet == null) {
                ended = true;
            } else if (targets.containsKey(packet.stream_index()) && !isRemade(packet)) {
                pending = packet;
            }
        }
        return pending;
    }

    /** Pauses between timed texts are packets in ISO media; the muxer makes them anew, and would have them twice. */
    private boolean isRemade(AVPacket packet) {
        int codec = source.stream(packet.stream_index()).codecpar().codec_id();
        return codec == AV_CODEC_ID_MOV_TEXT && container.isIsoMedia() && packet.size() <= EMPTY_TEXT;
    }

    private void write(AVPacket packet) {
        int index = packet.stream_index();
        AVStream to = Objects.requireNonNull(targets.get(index));
        av_packet_rescale_ts(packet, base(packet), to.time_base());
        packet.stream_index(to.index());
        packet.pos(-1);
        out.write(packet);
        if (kinds.get(index) == StreamKind.AUDIO) {
            audioPackets++;
        } else {
            otherPackets++;
        }
        pending = null;
    }

    private AVRational base(AVPacket packet) {
        return source.stream(packet.stream_index()).time_base();
    }

    private int compare(long start, AVPacket packet, long ticks, AVRational base) {
        return start == AV_NOPTS_VALUE ? -1 : av_compare_ts(start, base(packet), ticks, base);
    }

    private static long due(AVPacket packet) {
        return packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts();
    }
}
