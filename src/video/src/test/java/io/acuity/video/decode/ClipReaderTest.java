package io.acuity.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.video.ClipFiles;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.VideoCodec;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipReaderTest {
    @TempDir
    Path folder;

    @Test
    void deliversFramesAsDrawnWithTheirExactTimes() {
        // given a lossless clip
        SampleClip clip = new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 96, 64, 10));
        Path file = folder.resolve("in.mkv");
        clip.write(file, EncodeSettings.defaults().withCodec(VideoCodec.FFV1).withPixelFormat("yuv444p"));
        List<FramePixels> drawn = clip.draw();

        // when
        List<Frame> frames = ClipFiles.frames(file);

        // then the pixels are those drawn, but for the rounding of YUV
        assertThat(frames).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(frames.get(i).index()).isEqualTo(i);
            assertThat(frames.get(i).time().seconds()).isEqualTo(0.04 * i);
            assertThat(ClipFiles.difference(drawn.get(i), frames.get(i).pixels()))
                    .isLessThan(0.6);
        }
    }

    @Test
    void goesOnAtAnyFrameAfterSkipping() {
        // given
        Path file = ClipFiles.full(folder, "in.mp4", 30);
        List<Frame> all = ClipFiles.frames(file);

        // when
        try (ClipReader reader = ClipReader.open(file)) {
            assertThat(reader.skip(17)).isEqualTo(17);
            assertThat(reader.position()).isEqualTo(17);
            Frame next = Objects.requireNonNull(reader.next());

            // then it is the very frame
            assertThat(next.index()).isEqualTo(17);
            assertThat(next.time()).isEqualTo(all.get(17).time());
            assertThat(next.pixels().samples()).isEqualTo(all.get(17).pixels().samples());
            assertThat(reader.skip(100)).isEqualTo(12);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void saysWhatIsInAClip() {
        Path file = ClipFiles.full(folder, "in.mp4", 25);

        ClipInfo info = ClipProbe.probe(file, ClipLimits.defaults());

        assertThat(info.video().codec()).isEqualTo("h264");
        assertThat(info.video().pixelFormat()).isEqualTo("yuv420p");
        assertThat(info.video().bitDepth()).isEqualTo(8);
        assertThat(info.expectedFrames()).isEqualTo(25);
        assertThat(info.audioStreams()).isEqualTo(1);
        assertThat(info.others()).extracting(OtherStream::kind).contains(StreamKind.SUBTITLE);
        assertThat(info.missingBytes()).isZero();
        assertThat(info.warnings()).isEmpty();
    }
}
