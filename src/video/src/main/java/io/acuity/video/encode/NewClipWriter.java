package io.acuity.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set;

import io.acuity.video.Frame;
import io.acuity.video.ffmpeg.Ffmpeg;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Writes a clip that has no source, such as a drawn one to try things with. The file appears when it is complete. Owns
 * native memory; one thread at a time.
 */
public final class NewClipWriter implements AutoCloseable {
    private final OutputFile file;
    private final VideoEncoder encoder;
    private final AVRational timeBase;
    private final AVStream video;
    private final @Nullable ToneEncoder tone;
    private final @Nullable SubtitleTrack subtitles;
    private double end;

    private NewClipWriter(NewClip clip, OutputFile file) {
        this.file = file;
        VideoShape shape = clip.shape();
        ClipContainer container = ClipContainer.of(clip.target());
        int like = clip.bitDepth() == 8 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV420P10;
        EncoderChoice choice = EncoderChoice.of(
                clip.settings(),
                file.context().oformat(),
                EncoderNeeds.of(shape.width(), shape.height(), like, clip.bitDepth()));
        this.encoder = VideoEncoder.open(choice, shape, clip.settings(), file.wantsGlobalHeader());
        this.timeBase = Ffmpeg.rational(shape.timeBase());
        this.video = file.newStream();
        Ffmpeg.check(avcodec_parameters_from_context(video.codecpar(), encoder.context()), "describing the video");
        video.time_base(timeBase);
        video.avg_frame_rate(Ffmpeg.rational(shape.rate()));
        if (clip.rotation() != 0) {
            SourceTags.add(video.codecpar(), AV_PKT_DATA_DISPLAYMATRIX, displayMatrix(clip.rotation()));
        }
        this.tone = clip.toneHertz() > 0 ? new ToneEncoder(file, container, clip.toneHertz()) : null;
        this.subtitles = clip.subtitles().isEmpty() ? null : new SubtitleTrack(file, container, clip.subtitles());
        SourceTags.addChapters(clip.chapters(), file.context());
        file.context().metadata(Ffmpeg.dictionary(clip.metadata()));
        file.writeHeader(
                container.isIsoMedia()
                        ? Map.of("video_track_timescale", "" + shape.timeBase().denominator())
                        : Map.of());
    }

    /** Begins a clip. */
    public static NewClipWriter open(NewClip clip) {
        OutputFile file = OutputFile.open(ClipContainer.of(clip.target()), clip.target());
        try {
            return new NewClipWriter(clip, file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Writes the next frame, and sound and text up to its end. */
    public void write(Frame frame) {
        end = frame.time().end() * frame.time().timeBase().value();
        encoder.encode(frame.pixels(), frame.time(), this::mux);
    }

    /** Completes the file; returns its size. */
    public long finish() {
        encoder.drain(this::mux);
        writeOthers(end);
        if (tone != null) {
            tone.finish();
        }
        return file.commit();
    }

    @Override
    public void close() {
        if (tone != null) {
            tone.close();
        }
        encoder.close();
        file.close();
    }

    private void mux(AVPacket packet) {
        writeOthers(packet.dts() * timeBase.num() / (double) timeBase.den());
        av_packet_rescale_ts(packet, timeBase, video.time_base());
        packet.stream_index(video.index());
        file.write(packet);
    }

    private void writeOthers(double until) {
        if (tone != null) {
            tone.writeUntil(until);
        }
        if (subtitles != null) {
            subtitles.writeUntil(until);
        }
    }

    private static byte[] displayMatrix(int clockwise) {
        int[] matrix = new int[9];
        av_display_rotation_set(matrix, clockwise);
        ByteBuffer bytes = ByteBuffer.allocate(4 * matrix.length).order(ByteOrder.nativeOrder());
        bytes.asIntBuffer().put(matrix);
        return bytes.array();
    }
}
