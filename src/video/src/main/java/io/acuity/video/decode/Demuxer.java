package io.acuity.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.acuity.video.ClipException;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * An open file and its packets in the file's order. Only media containers are opened, and only this one file: play
 * lists and references to other files or addresses are not followed. Owns native memory; one thread at a time.
 */
public final class Demuxer implements AutoCloseable {
    /** Containers whose files stand for themselves; none that names other files. */
    private static final String CONTAINERS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,"
                    + "ivf,mxf,nut,yuv4mpegpipe,h264,hevc,m4v,obu,gxf,dv,wtv,rm";

    private static final int TOLERATED_ERRORS = 1000;

    private final String name;
    private final AVFormatContext context;
    private final AVPacket packet;
    private boolean closed;

    private Demuxer(String name, AVFormatContext context) {
        this.name = name;
        this.context = context;
        this.packet = Ffmpeg.allocated(av_packet_alloc(), "a packet");
    }

    /** Opens a file and looks at its streams. */
    public static Demuxer open(Path file, ClipLimits limits) {
        Ffmpeg.load();
        String name = String.valueOf(file.getFileName());
        requireReadable(file, name);
        AVFormatContext context = Ffmpeg.allocated(avformat_alloc_context(), "reading " + name);
        // A packet cut off by the end of the file would be half a picture.
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_DISCARD_CORRUPT);
        AVDictionary options = Ffmpeg.dictionary(Map.of(
                "protocol_whitelist", "file", "format_whitelist", CONTAINERS, "max_streams", "" + limits.maxStreams()));
        int code = avformat_open_input(context, "file:" + file.toAbsolutePath(), null, options);
        av_dict_free(options);
        if (code < 0) {
            throw notAClip(file, name, code);
        }
        Demuxer demuxer = new Demuxer(name, context);
        int found = avformat_find_stream_info(context, (AVDictionary) null);
        if (found < 0) {
            demuxer.close();
            throw notAClip(file, name, found);
        }
        return demuxer;
    }

    /** The file's name without its folder, for sentences. */
    public String name() {
        return name;
    }

    /** FFmpeg's view of the file; valid until {@link #close}. */
    public AVFormatContext context() {
        return context;
    }

    /** How many streams there are. */
    public int streams() {
        return context.nb_streams();
    }

    /** A stream by its index. */
    public AVStream stream(int index) {
        return context.streams(index);
    }

    /** Discards the packets of every other stream. */
    public void keepOnly(int index) {
        for (int i = 0; i < streams(); i++) {
            if (i != index) {
                stream(i).discard(AVDISCARD_ALL);
            }
        }
    }

    /** Whether a stream holds moving pictures, other than a cover. */
    public boolean isVideo(int index) {
        AVStream stream = stream(index);
        return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
                && (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0;
    }

    /**
     * The next packet of any stream that is not discarded, or null at the end. Valid until the next call; damaged
     * places are skipped.
     */
    public @Nullable AVPacket next() {
        av_packet_unref(packet);
        int errors = 0;
        int code = av_read_frame(context, packet);
        while (code < 0) {
            errors++;
            if (code == AVERROR_EOF || errors > TOLERATED_ERRORS) {
                return null;
            }
            if (code == Ffmpeg.EIO) {
                throw new ClipException(
                        ClipException.Reason.NO_ACCESS, name + " cannot be read further: " + Ffmpeg.words(code) + ".");
            }
            code = av_read_frame(context, packet);
        }
        return packet;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_packet_free(packet);
            avformat_close_input(context);
        }
    }

    private static long missingBytes(Path file) {
        try {
            return ContainerEnd.missingBytes(file);
        } catch (IOException e) {
            throw new ClipException(
                    ClipException.Reason.NO_ACCESS, file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void requireReadable(Path file, String name) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ClipException(
                    ClipException.Reason.NO_ACCESS, "There is no file " + file + " that can be read as a clip.");
        }
        if (file.toFile().length() == 0) {
            throw new ClipException(
                    ClipException.Reason.NOT_A_CLIP, name + " has zero bytes; send the clip's content.");
        }
    }

    private static ClipException notAClip(Path file, String name, int code) {
        long missing = missingBytes(file);
        if (missing > 0) {
            return new ClipException(
                    ClipException.Reason.TRUNCATED,
                    name + " is cut off: " + missing
                            + " bytes or more are missing behind its end, the index of its frames among them; send the"
                            + " complete file.");
        }
        return new ClipException(
                ClipException.Reason.NOT_A_CLIP,
                name + " is not a clip that can be read (" + Ffmpeg.words(code)
                        + "); send MP4, MOV, Matroska, WebM, AVI or MPEG-TS, as a whole file.");
    }
}
