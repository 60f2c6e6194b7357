package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;

import io.acuity.video.ClipException;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * A container under way: written beside its target under another name, moved there in one step when it is complete,
 * deleted otherwise. Owns native memory; one thread at a time.
 */
final class OutputFile implements AutoCloseable {
    /** A stream with rare packets, such as subtitles, holds the others back no longer than this (microseconds). */
    private static final long MAX_INTERLEAVE = 1_000_000;

    private final Path target;
    private final Path partial;
    private final AVFormatContext context;
    private final AVIOContext io;
    private boolean committed;
    private boolean closed;

    private OutputFile(Path target, Path partial, AVFormatContext context, AVIOContext io) {
        this.target = target;
        this.partial = partial;
        this.context = context;
        this.io = io;
    }

    static OutputFile open(ClipContainer container, Path target) {
        Path absolute = target.toAbsolutePath();
        String name = "." + absolute.getFileName() + "." + UUID.randomUUID() + ".part";
        return open(container, absolute, absolute.resolveSibling(name));
    }

    /** With the name to write under in the meantime chosen by the caller. */
    static OutputFile open(ClipContainer container, Path target, Path partial) {
        Ffmpeg.load();
        AVFormatContext context = new AVFormatContext(null);
        Ffmpeg.check(
                avformat_alloc_output_context2(context, null, container.muxer(), null),
                "preparing " + target.getFileName());
        AVIOContext io = new AVIOContext(null);
        int code = avio_open(io, "file:" + partial, AVIO_FLAG_WRITE);
        if (code < 0) {
            avformat_free_context(context);
            throw new ClipException(
                    ClipException.Reason.NO_ACCESS,
                    "No file can be written in " + partial.getParent() + " (" + Ffmpeg.words(code)
                            + "); choose a folder that exists and may be written to.");
        }
        context.pb(io);
        context.max_interleave_delta(MAX_INTERLEAVE);
        return new OutputFile(target, partial, context, io);
    }

    AVFormatContext context() {
        return context;
    }

    boolean wantsGlobalHeader() {
        return (context.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
    }

    AVStream newStream() {
        return Ffmpeg.allocated(avformat_new_stream(context, (AVCodec) null), "a stream");
    }

    /** Writes the header; from here on the streams' time bases are the container's. */
    void writeHeader(Map<String, String> options) {
        AVDictionary dictionary = Ffmpeg.dictionary(options);
        int code = avformat_write_header(context, dictionary);
        av_dict_free(dictionary);
        Ffmpeg.check(code, "writing the header of " + target.getFileName());
    }

    /** Writes a packet, whose content it takes over. */
    void write(AVPacket packet) {
        Ffmpeg.check(av_interleaved_write_frame(context, packet), "writing " + target.getFileName());
    }

    /** Completes the file and puts it where it belongs. */
    long commit() {
        Ffmpeg.check(av_write_trailer(context), "finishing " + target.getFileName());
        Ffmpeg.check(avio_closep(io), "finishing " + target.getFileName());
        context.pb(new AVIOContext(null));
        try {
            long bytes = Files.size(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
            return bytes;
        } catch (IOException e) {
            throw new ClipException(
                    ClipException.Reason.NO_ACCESS,
                    "The finished clip cannot be moved to " + target + ": " + e.getMessage() + ".",
                    e);
        } finally {
            close();
        }
    }

    /** Releases everything; a file that was not completed disappears. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!io.isNull()) {
            // The file is thrown away: whether its last bytes could be written does not matter any more.
            var unused = avio_closep(io);
        }
        avformat_free_context(context);
        if (!committed) {
            delete();
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new ClipException(
                    ClipException.Reason.NO_ACCESS, "The unfinished " + partial + " cannot be deleted.", e);
        }
    }
}
