package io.acuity.video.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.video.ClipException;
import io.acuity.video.ClipFiles;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.decode.ClipReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentJoinTest {
    private static final int FRAMES = 22;
    private static final int PIECE = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"libopenh264, mp4", "libvpx-vp9, mkv", "libsvtav1, mp4", "mpeg4, mov", "ffv1, mkv"})
    void aClipJoinedFromPiecesHasTheFramesTimesAndStreamsOfItsSource(String codec, String extension) {
        // given: a clip of variable rate with tone, subtitles and chapters
        Path source = ClipFiles.full(folder, "in." + extension, FRAMES);
        ClipOutput output = output(source, "out." + extension, VideoCodec.byName(codec));

        // when
        List<Path> pieces = encode(output);
        WriteReport report = join(output, pieces);

        // then
        assertThat(pieces).hasSize(3);
        assertThat(report.frames()).isEqualTo(FRAMES);
        assertThat(report.encoder()).isEqualTo(codec);
        assertThat(ClipFiles.times(output.target())).isEqualTo(ClipFiles.times(source));
        assertThat(ClipFiles.packets(output.target(), 1))
                .isEqualTo(ClipFiles.packets(source, 1))
                .hasSize((int) report.audioPackets());
        assertThat(ClipFiles.packets(output.target(), 3)).hasSameSizeAs(ClipFiles.packets(source, 3));
        List<Frame> before = ClipFiles.frames(source);
        List<Frame> after = ClipFiles.frames(output.target());
        for (int i = 0; i < FRAMES; i++) {
            FramePixels wanted = ClipFiles.repeated(before.get(i).pixels(), 2);
            assertThat(ClipFiles.difference(after.get(i).pixels(), wanted)).isLessThan(6);
        }
    }

    @Test
    void piecesOfAnotherEncoderOrDamagedOnesAreRefused() throws IOException {
        // given
        Path source = ClipFiles.plain(folder, "in.mp4", PIECE);
        List<Path> pieces = encode(output(source, "a.mp4", VideoCodec.MPEG4));
        byte[] bytes = Files.readAllBytes(pieces.get(0));
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged"), bytes);
        Path cut = Files.write(folder.resolve("cut"), java.util.Arrays.copyOf(bytes, bytes.length / 3));

        // then
        ClipOutput same = output(source, "b.mp4", VideoCodec.MPEG4);
        assertThatThrownBy(() -> join(same, List.of(damaged)))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> join(same, List.of(cut)))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("start again");
        ClipOutput other = output(source, "c.mp4", VideoCodec.OPENH264);
        assertThatThrownBy(() -> join(other, pieces))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("another encoder");
        assertThat(folder.toFile().list()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void anAbandonedPieceLeavesNothing() {
        // given
        Path source = ClipFiles.plain(folder, "in.mp4", 2);
        EncoderPlan plan = EncoderPlan.of(output(source, "a.mp4", VideoCodec.MPEG4));

        // when
        try (SegmentWriter writer = SegmentWriter.open(plan, folder.resolve("piece"))) {
            Frame first = ClipFiles.frames(source).get(0);
            writer.write(first.with(ClipFiles.repeated(first.pixels(), 2)));
        }

        // then
        assertThat(folder.toFile().list()).containsExactly("in.mp4");
    }

    private ClipOutput output(Path source, String name, VideoCodec codec) {
        try (ClipReader reader = ClipReader.open(source)) {
            var video = reader.info().video();
            return new ClipOutput(
                    folder.resolve(name),
                    source,
                    2 * video.width(),
                    2 * video.height(),
                    video.storedDepth(),
                    OptionalLong.empty(),
                    EncodeSettings.defaults().withCodec(codec));
        }
    }

    private List<Path> encode(ClipOutput output) {
        EncoderPlan plan = EncoderPlan.of(output);
        List<Path> pieces = new ArrayList<>();
        List<Frame> frames = ClipFiles.frames(output.source());
        for (int start = 0; start < frames.size(); start += PIECE) {
            Path piece = folder.resolve(output.target().getFileName() + "-" + start);
            try (SegmentWriter writer = SegmentWriter.open(plan, piece)) {
                for (Frame frame : frames.subList(start, Math.min(frames.size(), start + PIECE))) {
                    writer.write(frame.with(ClipFiles.repeated(frame.pixels(), 2)));
                }
                writer.finish();
            }
            pieces.add(piece);
        }
        return pieces;
    }

    private static WriteReport join(ClipOutput output, List<Path> pieces) {
        try (ClipWriter writer = ClipWriter.open(output)) {
            pieces.forEach(writer::append);
            return writer.finish();
        }
    }
}
