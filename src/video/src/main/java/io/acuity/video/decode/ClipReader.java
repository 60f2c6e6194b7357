package io.acuity.video.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.acuity.video.ClipException;
import io.acuity.video.Frame;
import io.acuity.video.FrameTime;
import io.acuity.video.Rational;
import io.acuity.video.ffmpeg.Ffmpeg;
import io.acuity.video.ffmpeg.RgbScaler;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * A clip's frames in presentation order. One decoded frame is held ahead, since a frame lasts until the next one
 * starts; nothing else is kept, however long the clip. Owns native memory: close it. One thread at a time.
 *
 * <p>A file that is cut off delivers every whole frame it has and then throws {@code TRUNCATED}. Damaged packets in the
 * middle are skipped and counted ({@link #damagedPackets}).
 */
public final class ClipReader implements AutoCloseable {
    private final Demuxer demuxer;
    private final ClipInfo info;
    private final FrameDecoder decoder;
    private final AVFrame current;
    private final AVFrame upcoming;
    private @Nullable RgbScaler scaler;
    private int scalerFormat;
    private boolean started;
    private boolean upcomingIsThere;
    private long upcomingPts;
    private long index;
    private boolean closed;

    private ClipReader(Demuxer demuxer, ClipInfo info, FrameDecoder decoder) {
        this.demuxer = demuxer;
        this.info = info;
        this.decoder = decoder;
        this.current = Ffmpeg.allocated(av_frame_alloc(), "a frame");
        this.upcoming = Ffmpeg.allocated(av_frame_alloc(), "a frame");
    }

    /** Opens a clip with the default limits. */
    public static ClipReader open(Path file) {
        return open(file, ClipLimits.defaults());
    }

    /**
     * Opens a clip.
     *
     * @throws ClipException when the file is no clip, holds no video, or nothing here decodes it
     */
    public static ClipReader open(Path file, ClipLimits limits) {
        Demuxer demuxer = Demuxer.open(file, limits);
        try {
            ClipInfo info = ClipProbe.probe(file, demuxer, limits);
            int video = info.video().index();
            demuxer.keepOnly(video);
            return new ClipReader(demuxer, info, FrameDecoder.open(demuxer, video));
        } catch (RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    /** What the header says. */
    public ClipInfo info() {
        return info;
    }

    /**
     * The next frame, or null after the last.
     *
     * @throws ClipException {@code TRUNCATED} after the last frame of a file that is cut off; {@code NO_FRAMES} when
     *     there is not a single one; {@code UNSUPPORTED} when the frames change their size
     */
    public @Nullable Frame next() {
        if (!advance()) {
            return null;
        }
        requireSameSize();
        Frame frame = new Frame(index - 1, time(), decoder.isKey(current), scaler().toRgb(current));
        av_frame_unref(current);
        return frame;
    }

    /**
     * Passes over frames without converting them; they are decoded, so that the next one is exactly the one wanted.
     *
     * @param frames how many
     * @return how many there were, fewer at the end of the clip
     */
    public long skip(long frames) {
        for (long i = 0; i < frames; i++) {
            if (!advance()) {
                return i;
            }
        }
        return frames;
    }

    /** The index the next frame will have. */
    public long position() {
        return index;
    }

    /** Packets that could not be decoded so far; their frames are missing or patched up by the decoder. */
    public long damagedPackets() {
        return decoder.damaged();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (scaler != null) {
            scaler.close();
        }
        av_frame_free(current);
        av_frame_free(upcoming);
        decoder.close();
        demuxer.close();
    }

    /** Makes the upcoming frame the current one and decodes one further; false at the end. */
    private boolean advance() {
        if (!started) {
            started = true;
            fetch(info.video().startPts());
        }
        if (!upcomingIsThere) {
            end();
            return false;
        }
        av_frame_unref(current);
        av_frame_move_ref(current, upcoming);
        current.pts(upcomingPts);
        index++;
        fetch(Math.addExact(upcomingPts, tellsDuration()));
        return true;
    }

    private void fetch(long expectedPts) {
        upcomingIsThere = decoder.next(upcoming);
        if (!upcomingIsThere) {
            return;
        }
        long pts = upcoming.best_effort_timestamp();
        if (pts == AV_NOPTS_VALUE) {
            pts = expectedPts;
        }
        // Times that do not grow cannot be written by any container; broken files have them.
        upcomingPts = index == 0 ? pts : Math.max(pts, Math.addExact(current.pts(), 1));
    }

    private FrameTime time() {
        long duration = upcomingIsThere ? upcomingPts - current.pts() : tellsDuration();
        return new FrameTime(current.pts(), duration, info.video().timeBase());
    }

    /** What the file, else the frame rate says about the current frame's length. */
    private long tellsDuration() {
        long told = current.duration();
        if (told > 0) {
            return told;
        }
        Rational rate = info.video().averageRate();
        double seconds = rate.isKnown() ? 1 / rate.value() : 0;
        return Math.max(1, Math.round(seconds / info.video().timeBase().value()));
    }

    private void requireSameSize() {
        VideoStream video = info.video();
        if (current.width() != video.width() || current.height() != video.height()) {
            throw new ClipException(
                    ClipException.Reason.UNSUPPORTED,
                    demuxer.name() + " changes its size from " + video.width() + "×" + video.height() + " to "
                            + current.width() + "×" + current.height() + " at frame " + (index - 1)
                            + "; cut it there and send the parts.");
        }
    }

    private RgbScaler scaler() {
        int format = current.format();
        if (scaler == null || scalerFormat != format) {
            if (scaler != null) {
                scaler.close();
            }
            scalerFormat = format;
            scaler = RgbScaler.toRgb(
                    info.video().width(),
                    info.video().height(),
                    format,
                    info.video().colour());
        }
        return scaler;
    }

    private void end() {
        String missing = info.missingBytes() > 0
                ? demuxer.name() + " is cut off: " + info.missingBytes() + " bytes are missing behind its end"
                : "";
        if (!missing.isEmpty()) {
            throw new ClipException(
                    ClipException.Reason.TRUNCATED,
                    missing + ", and it has " + index + " whole frames; send the complete file.");
        }
        if (index == 0) {
            throw new ClipException(
                    ClipException.Reason.NO_FRAMES,
                    "The video stream of " + demuxer.name() + " has no frame; send a clip with pictures.");
        }
    }
}
