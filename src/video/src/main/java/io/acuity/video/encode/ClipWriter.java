package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;

import io.acuity.video.Frame;
import io.acuity.video.FrameTime;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.decode.Demuxer;
import io.acuity.video.decode.VideoStream;
import io.acuity.video.ffmpeg.Ffmpeg;
import io.acuity.video.ffmpeg.PixelFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Writes a clip: frames are encoded with the times they come with, and audio, subtitles, other streams, chapters, tags,
 * rotation and colour tags are copied from the source in step with them. The file appears under its name when it is
 * complete, and not before; a writer that is closed unfinished leaves nothing.
 *
 * <p>Memory does not grow with the clip beyond the index that a container keeps of its packets. Owns native memory; one
 * thread at a time.
 */
public final class ClipWriter implements AutoCloseable {
    private final ClipOutput output;
    private final Demuxer source;
    private final OutputFile file;
    private final StreamCopy copy;
    private final VideoEncoder encoder;
    private final EncoderChoice choice;
    private final AVStream target;
    private final AVRational timeBase;
    private final VideoStream video;
    private @Nullable FrameTime last;
    private long frames;
    private long lastDts = Long.MIN_VALUE;

    private ClipWriter(ClipOutput output, Demuxer source, OutputFile file) {
        this.output = output;
        this.source = source;
        this.file = file;
        ClipContainer container = ClipContainer.of(output.target());
        ClipInfo info = ClipProbe.probe(output.source(), source, ClipLimits.defaults());
        this.video = info.video();
        this.timeBase = Ffmpeg.rational(video.timeBase());
        this.copy = new StreamCopy(source, file, container);
        EncoderPlan plan = EncoderPlan.of(output, source, video, file.context().oformat());
        this.choice = plan.choice();
        this.encoder = plan.openEncoder();
        try {
            this.target = addStreams();
            SourceTags.copyFileTags(source.context(), file.context());
            long end = output.frameLimit().isPresent()
                    ? FirstFrames.end(output.source(), output.frameLimit().getAsLong())
                    : Long.MAX_VALUE;
            SourceTags.addChapters(SourceTags.chaptersUntil(info.chapters(), end, video.timeBase()), file.context());
            source.stream(video.index()).discard(AVDISCARD_ALL);
            file.writeHeader(SourceTags.muxerOptions(
                    container, source.context(), video.timeBase().denominator()));
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    /**
     * Begins a clip.
     *
     * @throws io.acuity.video.ClipException {@code NO_ENCODER} when nothing can encode such frames as asked,
     *     {@code CONTAINER_CANNOT_HOLD} when the container cannot hold the source's audio, {@code NO_ACCESS} when the
     *     folder cannot be written to
     */
    public static ClipWriter open(ClipOutput output) {
        ClipContainer container = ClipContainer.of(output.target());
        return open(output, () -> OutputFile.open(container, output.target()));
    }

    /**
     * Begins a clip under another name in the meantime, which a later attempt may find and write over.
     *
     * @param partial where to write until the clip is complete; on the target's file system
     */
    public static ClipWriter open(ClipOutput output, Path partial) {
        ClipContainer container = ClipContainer.of(output.target());
        return open(output, () -> OutputFile.open(container, output.target(), partial));
    }

    private static ClipWriter open(ClipOutput output, Supplier<OutputFile> opening) {
        Demuxer source = Demuxer.open(output.source(), ClipLimits.defaults());
        OutputFile file = null;
        try {
            file = opening.get();
            return new ClipWriter(output, source, file);
        } catch (RuntimeException e) {
            if (file != null) {
                file.close();
            }
            source.close();
            throw e;
        }
    }

    /** The encoder that was chosen, by FFmpeg's name. */
    public String encoderName() {
        return choice.codec().encoder();
    }

    /** What will not be as in the source, as far as it is known before the first frame. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(copy.warnings());
        if (video.colour().isHdr() && PixelFormats.depth(choice.pixelFormat()) < 10) {
            warnings.add("The clip is HDR and is written with 8 bits a sample; gradients will show steps.");
        }
        return warnings;
    }

    /**
     * Writes the next frame.
     *
     * @param frame of the announced size and depth, later than the one before, in the source's time base
     * @throws io.acuity.video.ClipException {@code DISK_FULL} and others when it cannot be written
     */
    public void write(Frame frame) {
        FrameTime time = frame.time();
        if (!time.timeBase().equals(video.timeBase())) {
            throw new IllegalArgumentException("Frame " + frame.index() + " counts in " + time.timeBase()
                    + " s and the clip in " + video.timeBase() + " s.");
        }
        if (last != null && time.pts() <= last.pts()) {
            throw new IllegalArgumentException("Frame " + frame.index() + " at " + time.pts()
                    + " does not come after the one before, at " + last.pts() + ".");
        }
        last = time;
        encoder.encode(frame.pixels(), time, this::mux);
        frames++;
    }

    /**
     * Adds a piece that was encoded before, by the same plan; its frames come after all that were written.
     *
     * @param segment what {@link SegmentWriter} wrote
     * @throws io.acuity.video.ClipException {@code INTERNAL} when it is damaged or was encoded otherwise
     */
    public void append(Path segment) {
        try (SegmentPackets packets = SegmentPackets.open(segment, encoder.header())) {
            for (AVPacket packet = packets.next(); packet != null; packet = packets.next()) {
                FrameTime time = new FrameTime(packet.pts(), packet.duration(), video.timeBase());
                if (last == null || time.pts() > last.pts()) {
                    last = time;
                }
                // A piece that reorders begins to decode before its first frame, when the one before may still be.
                lastDts = Math.max(packet.dts(), lastDts + 1);
                mux(packet.dts(lastDts));
                frames++;
            }
        }
    }

    /** Writes what is left of the video and of the source's other streams, and puts the file in its place. */
    public WriteReport finish() {
        encoder.drain(this::mux);
        if (output.frameLimit().isPresent() && last != null) {
            copy.copyStartingBefore(last.end(), timeBase);
        } else {
            copy.copyRest();
        }
        List<String> warnings = warnings();
        long bytes = file.commit();
        return new WriteReport(
                frames,
                copy.audioPackets(),
                copy.otherPackets(),
                bytes,
                encoderName(),
                PixelFormats.name(choice.pixelFormat()),
                warnings);
    }

    /** Releases everything; without {@link #finish} before, no file is left. */
    @Override
    public void close() {
        encoder.close();
        file.close();
        source.close();
    }

    private AVStream addStreams() {
        AVStream made = null;
        for (int i = 0; i < source.streams(); i++) {
            if (i == video.index()) {
                made = addVideo(source.stream(i));
            } else {
                copy.add(i);
            }
        }
        return Objects.requireNonNull(made);
    }

    private AVStream addVideo(AVStream from) {
        AVStream to = file.newStream();
        Ffmpeg.check(avcodec_parameters_from_context(to.codecpar(), encoder.context()), "describing the video stream");
        to.time_base(timeBase);
        to.avg_frame_rate(from.avg_frame_rate());
        to.r_frame_rate(from.r_frame_rate());
        to.sample_aspect_ratio(from.sample_aspect_ratio());
        to.disposition(from.disposition());
        SourceTags.copyStreamTags(from, to);
        SourceTags.copySideData(
                from.codecpar(),
                to.codecpar(),
                (double) output.width() / video.width(),
                (double) output.height() / video.height());
        return to;
    }

    private void mux(AVPacket packet) {
        copy.copyUntil(packet.dts(), timeBase);
        av_packet_rescale_ts(packet, timeBase, target.time_base());
        packet.stream_index(target.index());
        file.write(packet);
    }
}
