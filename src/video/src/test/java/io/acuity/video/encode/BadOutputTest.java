package io.acuity.video.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.video.ClipException;
import io.acuity.video.ClipException.Reason;
import io.acuity.video.ClipFiles;
import io.acuity.video.ColourTags;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.FrameTime;
import io.acuity.video.Rational;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.ffmpeg.PixelFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips that cannot be written. */
class BadOutputTest {
    @TempDir
    Path folder;

    @Test
    void saysWhenTheDiskIsFullAndLeavesNothingUnderTheFinalName() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full));
        // given a name to write under that leads to a full disk
        Path source = ClipFiles.full(folder, "in.mp4", 60);
        Path target = folder.resolve("out.mp4");
        Path partial = Files.createSymbolicLink(folder.resolve("partial"), full);

        // when
        assertThatThrownBy(() -> writeAll(source, output(source, target), partial))
                .isInstanceOfSatisfying(
                        ClipException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL))
                .hasMessageContaining("No space is left on the disk while");

        // then
        assertThat(target).doesNotExist();
        assertThat(Files.exists(partial, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void leavesNothingWhenItIsNotFinishedAndReplacesNothing() throws IOException {
        // given a target that exists
        Path source = ClipFiles.plain(folder, "in.mp4", 3);
        Path target = Files.writeString(folder.resolve("out.mp4"), "before");

        // when a writer is closed after one frame
        try (ClipReader reader = ClipReader.open(source);
                ClipWriter writer = ClipWriter.open(output(source, target))) {
            writer.write(Objects.requireNonNull(reader.next()));
        }

        // then
        assertThat(target).hasContent("before");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void refusesContainersFoldersAndEncodersThatAreNotThere() {
        Path source = ClipFiles.plain(folder, "in.mp4", 2);

        assertThatThrownBy(() -> ClipWriter.open(output(source, folder.resolve("out.gif"))))
                .hasMessageContaining("end its name in .mp4, .mov, .mkv or .webm");
        assertThatThrownBy(() -> ClipWriter.open(output(source, folder.resolve("no/out.mp4"))))
                .hasMessageContaining("choose a folder that exists");
        assertThatThrownBy(() -> VideoCodec.byName("cinepak"))
                .hasMessageContaining("There is no video encoder \"cinepak\" here")
                .hasMessageContaining("libopenh264");
    }

    @Test
    void saysWhichEncodersThereAreWhenTheOneAskedForIsMissing() {
        Assumptions.assumeFalse(VideoCodec.X264.isAvailable());
        Path source = ClipFiles.plain(folder, "in.mp4", 2);
        ClipOutput output = output(source, folder.resolve("out.mp4"));

        assertThatThrownBy(() -> ClipWriter.open(new ClipOutput(
                        output.target(),
                        source,
                        96,
                        64,
                        8,
                        OptionalLong.empty(),
                        EncodeSettings.defaults().withCodec(VideoCodec.X264))))
                .hasMessageContaining("no encoder libx264, only libopenh264")
                .hasMessageContaining("bring an FFmpeg that has it");
    }

    @Test
    void choosesAnotherEncoderForFramesTooLargeForTheFirst() {
        assertThat(VideoCodec.OPENH264.takes(4096, 2304)).isTrue();
        assertThat(VideoCodec.OPENH264.takes(5120, 2880)).isFalse();
    }

    @Test
    void refusesAFileOfSound() {
        // given a file with nothing but sound
        Path sound = folder.resolve("sound.mkv");
        try (OutputFile file = OutputFile.open(ClipContainer.MKV, sound);
                ToneEncoder tone = new ToneEncoder(file, ClipContainer.MKV, 440)) {
            file.writeHeader(Map.of());
            tone.writeUntil(0.5);
            tone.finish();
            file.commit();
        }

        // when, then
        assertThatThrownBy(() -> ClipReader.open(sound))
                .isInstanceOfSatisfying(
                        ClipException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_VIDEO))
                .hasMessageContaining("sound.mkv has no video stream, only audio (aac)");
    }

    @Test
    void refusesAClipThatChangesItsSizeOnTheWayAndReadsOneWithoutTimes() throws IOException {
        // given two bare H.264 streams, and both as one
        byte[] small = bareStream(96, 64);
        byte[] large = bareStream(128, 96);
        Path alone = Files.write(folder.resolve("alone.h264"), small);
        Path both = Files.write(
                folder.resolve("both.h264"),
                ByteBuffer.allocate(small.length + large.length)
                        .put(small)
                        .put(large)
                        .array());

        // when, then
        assertThat(ClipFiles.times(alone)).hasSize(6).extracting(FrameTime::pts).isSorted();
        assertThatThrownBy(() -> ClipFiles.frames(both))
                .isInstanceOfSatisfying(
                        ClipException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining("both.h264 changes its size from ");
    }

    private static byte[] bareStream(int width, int height) {
        VideoShape shape = new VideoShape(
                width, height, new Rational(1, 25), new Rational(25, 1), Rational.UNKNOWN, ColourTags.UNSPECIFIED);
        EncoderChoice choice = new EncoderChoice(VideoCodec.OPENH264, PixelFormats.byName("yuv420p"));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        VideoEncoder.PacketSink sink = packet -> {
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes);
            stream.writeBytes(bytes);
        };
        try (VideoEncoder encoder = VideoEncoder.open(choice, shape, EncodeSettings.defaults(), false)) {
            for (int i = 0; i < 6; i++) {
                FrameTime time = new FrameTime(i, 1, shape.timeBase());
                encoder.encode(FramePixels.black(width, height, 8), time, sink);
            }
            encoder.drain(sink);
        }
        return stream.toByteArray();
    }

    @Test
    void keepsFramesInOrder() {
        Path source = ClipFiles.plain(folder, "in.mp4", 3);
        var frames = ClipFiles.frames(source);

        try (ClipWriter writer = ClipWriter.open(output(source, folder.resolve("out.mp4")))) {
            writer.write(frames.get(1));
            assertThatThrownBy(() -> writer.write(frames.get(0))).hasMessageContaining("does not come after");
        }
    }

    private static ClipOutput output(Path source, Path target) {
        return new ClipOutput(target, source, 96, 64, 8, OptionalLong.empty(), EncodeSettings.defaults());
    }

    private static void writeAll(Path source, ClipOutput output, Path partial) {
        try (ClipReader reader = ClipReader.open(source);
                ClipWriter writer = ClipWriter.open(output, partial)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                writer.write(frame);
            }
            writer.finish();
        }
    }
}
