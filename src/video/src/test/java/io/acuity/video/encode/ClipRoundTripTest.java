package io.acuity.video.encode;

import static io.acuity.video.ClipFiles.frames;
import static io.acuity.video.ClipFiles.packets;
import static io.acuity.video.ClipFiles.rewrite;
import static io.acuity.video.ClipFiles.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.video.ClipException;
import io.acuity.video.ClipFiles;
import io.acuity.video.ColourTags;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.FrameTime;
import io.acuity.video.Rational;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.decode.OtherStream;
import io.acuity.video.decode.StreamKind;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a clip that was read and written again. */
class ClipRoundTripTest {
    private static final int AUDIO = 1;
    private static final int SUBTITLE = 3;
    private static final EncodeSettings USUAL = EncodeSettings.defaults();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"mp4, mp4", "mov, mov", "mkv, mkv", "mp4, mov"})
    void keepsFramesTimesAudioSubtitlesAndChapters(String from, String to) throws IOException {
        // given a clip of variable rate with all a clip may have
        Path source = ClipFiles.full(folder, "in." + from, 40);
        Path target = folder.resolve("out." + to);

        // when it is written anew in twice the size
        WriteReport report = rewrite(source, target, 2, OptionalLong.empty(), USUAL);

        // then everything but the pictures is as it was
        assertThat(report.frames()).isEqualTo(40);
        assertThat(report.warnings()).isEmpty();
        assertThat(times(target)).isEqualTo(times(source)).hasSize(40);
        assertThat(packets(target, AUDIO)).isEqualTo(packets(source, AUDIO)).hasSize((int) report.audioPackets());
        assertThat(packets(target, SUBTITLE))
                .isEqualTo(packets(source, SUBTITLE))
                .isNotEmpty();
        ClipInfo was = info(source);
        ClipInfo is = info(target);
        assertThat(is.chapters())
                .extracting(c -> c.metadata().get("title"))
                .containsExactly("First half", "Second half");
        assertThat(is.chapters()).hasSameSizeAs(was.chapters());
        assertThat(is.metadata()).containsEntry("title", "Acuity sample");
        assertThat(is.video().width()).isEqualTo(2 * was.video().width());
        assertThat(is.video().codec()).isEqualTo("h264");
        assertThat(Files.size(target)).isEqualTo(report.bytes());
        // and nothing else is left beside it
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void copiesOnlyAudioThatStartsBeforeTheEndOfTheLastFrameWhenFramesAreLimited() {
        // given
        Path source = ClipFiles.full(folder, "in.mp4", 50);
        Path target = folder.resolve("out.mp4");

        // when
        WriteReport report = rewrite(source, target, 1, OptionalLong.of(9), USUAL);

        // then
        FrameTime last = times(source).get(8);
        double end = last.end() * last.timeBase().value();
        assertThat(times(target)).isEqualTo(times(source).subList(0, 9));
        assertThat(packets(target, AUDIO))
                .isEqualTo(packets(source, AUDIO).stream()
                        .filter(p -> p.seconds() < end)
                        .toList());
        assertThat(report.audioPackets()).isEqualTo(packets(target, AUDIO).size());
        assertThat(info(target).chapters()).hasSize(1);
        // the last subtitle stays as long as it was
        assertThat(info(target).seconds()).isLessThan(1);
    }

    @Test
    void writesWebm() {
        // given
        Path source = ClipFiles.full(folder, "in.webm", 12);
        Path target = folder.resolve("out.webm");

        // when
        WriteReport report = rewrite(source, target, 1, OptionalLong.empty(), USUAL);

        // then
        assertThat(times(target)).isEqualTo(times(source));
        assertThat(packets(target, AUDIO)).isEqualTo(packets(source, AUDIO)).isNotEmpty();
        assertThat(report.encoder()).isIn("libsvtav1", "libvpx-vp9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libopenh264", "libsvtav1", "libvpx-vp9", "mpeg4", "ffv1"})
    void everyEncoderReturnsEveryFrameAtItsTimeAndResemblesIt(String encoder) {
        // given
        Path source = ClipFiles.full(folder, "in.mkv", 30);
        Path target = folder.resolve("out.mkv");

        // when
        WriteReport report = rewrite(
                source,
                target,
                1,
                OptionalLong.empty(),
                USUAL.withCodec(VideoCodec.byName(encoder)).withQuality(95));

        // then
        List<Frame> was = frames(source);
        List<Frame> is = frames(target);
        assertThat(report.encoder()).isEqualTo(encoder);
        assertThat(is)
                .extracting(Frame::time)
                .isEqualTo(was.stream().map(Frame::time).toList());
        for (int i = 0; i < was.size(); i++) {
            assertThat(ClipFiles.difference(was.get(i).pixels(), is.get(i).pixels()))
                    .as("frame %d", i)
                    .isLessThan(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {90, 180, 270})
    void keepsTheRotationOfTelephones(int degrees) {
        // given
        Path source = folder.resolve("in.mp4");
        new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 96, 64, 3)
                        .rotated(degrees))
                .write(source, USUAL);

        // when
        rewrite(source, folder.resolve("out.mp4"), 2, OptionalLong.empty(), USUAL);

        // then the frames are as stored, and the player is told to turn them
        assertThat(info(source).video().rotation()).isEqualTo(degrees);
        assertThat(info(folder.resolve("out.mp4")).video().rotation()).isEqualTo(degrees);
        assertThat(info(folder.resolve("out.mp4")).video().width()).isEqualTo(192);
    }

    @Test
    void keepsTenBitsAndHdrTags() {
        // given a clip of 10 bits in BT.2020 with the PQ curve
        ColourTags hdr = new ColourTags(1, 9, 16, 9, 1);
        Path source = folder.resolve("in.mp4");
        write(source, hdr, 16, 64, 48);
        assertThat(info(source).video().bitDepth()).isEqualTo(10);

        // when
        WriteReport report = rewrite(source, folder.resolve("out.mp4"), 2, OptionalLong.empty(), USUAL);

        // then
        ClipInfo is = info(folder.resolve("out.mp4"));
        assertThat(report.pixelFormat()).isEqualTo("yuv420p10le");
        assertThat(is.video().bitDepth()).isEqualTo(10);
        assertThat(is.video().colour().isHdr()).isTrue();
        assertThat(is.video().colour().primaries()).isEqualTo(9);
        assertThat(is.video().colour().matrix()).isEqualTo(9);
        Frame first = frames(folder.resolve("out.mp4")).get(0);
        assertThat(first.pixels().bitDepth()).isEqualTo(16);
        assertThat(first.pixels().sample(100, 60, 0)).isCloseTo(0x8123, within(0x300));
    }

    @Test
    void refusesToLoseDepthUnasked() {
        // given
        Path source = folder.resolve("in.mp4");
        write(source, ColourTags.UNSPECIFIED, 16, 64, 48);
        Path target = folder.resolve("out.mp4");
        EncodeSettings eightBits = USUAL.withCodec(VideoCodec.OPENH264);

        // when, then
        assertThatThrownBy(() -> rewrite(source, target, 1, OptionalLong.empty(), eightBits))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("8 bits a sample, and the clip has 10")
                .hasMessageContaining("libsvtav1");
        assertThat(rewrite(source, target, 1, OptionalLong.empty(), eightBits.withPixelFormat("yuv420p"))
                        .pixelFormat())
                .isEqualTo("yuv420p");
    }

    @Test
    void readsOddSizesAndWritesThemWhereTheEncoderCan() {
        // given a clip of odd sides in 4:2:0
        Path source = folder.resolve("in.webm");
        write(source, ColourTags.UNSPECIFIED, 8, 65, 49);
        assertThat(info(source).video().width()).isEqualTo(65);

        // when, then: enlarged it is even, as it is it needs an encoder that takes odd sides
        Path target = folder.resolve("out.mp4");
        assertThat(rewrite(source, target, 4, OptionalLong.empty(), USUAL).encoder())
                .isEqualTo("libopenh264");
        assertThat(rewrite(source, target, 1, OptionalLong.empty(), USUAL).encoder())
                .isEqualTo("libvpx-vp9");
        assertThat(info(target).video().height()).isEqualTo(49);
        assertThatThrownBy(() -> rewrite(source, target, 1, OptionalLong.empty(), USUAL.withCodec(VideoCodec.OPENH264)))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("65×49")
                .hasMessageContaining("an even size");
    }

    @Test
    void refusesAudioTheContainerCannotHoldAndTellsOfWhatIsLeftOut() {
        // given a clip with AAC and timed text
        Path source = ClipFiles.full(folder, "in.mp4", 5);

        // when, then
        assertThatThrownBy(() -> rewrite(source, folder.resolve("out.webm"), 1, OptionalLong.empty(), USUAL))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("cannot hold the audio of in.mp4 (aac)")
                .hasMessageContaining(".mkv");
        WriteReport report = rewrite(source, folder.resolve("out.mkv"), 1, OptionalLong.empty(), USUAL);
        assertThat(info(folder.resolve("out.mkv")).others())
                .extracting(OtherStream::kind)
                .contains(StreamKind.AUDIO);
        assertThat(report.warnings()).allSatisfy(w -> assertThat(w).contains("left out"));
    }

    @Test
    void saysTheMatrixWhereRgbBecomesYuv() {
        // given a clip whose pixels are stored as RGB
        Path source = folder.resolve("in.webm");
        EncodeSettings rgb = USUAL.withCodec(VideoCodec.VP9).withPixelFormat("gbrp");
        rewrite(ClipFiles.plain(folder, "drawn.mp4", 2), source, 1, OptionalLong.empty(), rgb);
        assertThat(info(source).video().colour().matrix()).isZero();

        // when
        Path target = folder.resolve("out.mp4");
        WriteReport report = rewrite(source, target, 2, OptionalLong.empty(), USUAL);

        // then a player does not take YUV for RGB
        assertThat(report.pixelFormat()).isEqualTo("yuv420p");
        assertThat(info(target).video().colour().matrix()).isEqualTo(6);
        assertThat(ClipFiles.difference(
                        ClipFiles.repeated(frames(source).get(1).pixels(), 2),
                        frames(target).get(1).pixels()))
                .isLessThan(3);
    }

    @Test
    void saysTheMatrixWhereAPlayerWouldGuessAnotherForTheLargerFrames() {
        // given an untagged clip below high definition
        Path source = ClipFiles.plain(folder, "in.mp4", 2);

        // when it stays below, and when it grows above
        rewrite(source, folder.resolve("small.mp4"), 2, OptionalLong.empty(), USUAL);
        rewrite(source, folder.resolve("large.mp4"), 12, OptionalLong.empty(), USUAL);

        // then
        assertThat(info(folder.resolve("small.mp4")).video().colour().saysMatrix())
                .isFalse();
        assertThat(info(folder.resolve("large.mp4")).video().colour().matrix()).isEqualTo(6);
        Frame was = frames(source).get(1);
        Frame is = frames(folder.resolve("large.mp4")).get(1);
        assertThat(ClipFiles.difference(ClipFiles.repeated(was.pixels(), 12), is.pixels()))
                .isLessThan(3);
    }

    private void write(Path target, ColourTags colour, int bitDepth, int width, int height) {
        VideoShape shape =
                new VideoShape(width, height, new Rational(1, 1000), new Rational(25, 1), Rational.UNKNOWN, colour);
        NewClip clip = new NewClip(target, shape, bitDepth, USUAL, 0, 0, List.of(), List.of(), Map.of());
        try (NewClipWriter writer = NewClipWriter.open(clip)) {
            for (int i = 0; i < 4; i++) {
                FrameTime time = new FrameTime(40L * i, 40, shape.timeBase());
                writer.write(new Frame(i, time, false, grey(width, height, bitDepth)));
            }
            writer.finish();
        }
    }

    private static FramePixels grey(int width, int height, int bitDepth) {
        short[] plane = new short[width * height];
        Arrays.fill(plane, (short) 0x8123);
        return FramePixels.ofPlanes(width, height, bitDepth, new short[][] {plane, plane, plane});
    }

    private static ClipInfo info(Path file) {
        return ClipProbe.probe(file, ClipLimits.defaults());
    }
}
