package io.acuity.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.BlobReference;
import io.acuity.events.ChangeOptions;
import io.acuity.events.FailureCode;
import io.acuity.events.Recipe;
import io.acuity.events.VideoEncoding;
import io.acuity.events.VideoRequest;
import io.acuity.pipeline.ClipOrder;
import io.acuity.pipeline.MissingFrames;
import io.acuity.video.ClipException;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedClipTest {
    @TempDir
    private static Path folder;

    private static Path source = Path.of("");
    private static ClipInfo info;

    @BeforeAll
    static void draw() {
        source = folder.resolve("small.mp4");
        var unused = new SampleClip(SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 64, 48, 2))
                .write(source, EncodeSettings.defaults());
        info = ClipProbe.probe(source, ClipLimits.defaults());
    }

    @Test
    void everythingAskedIsOrdered() {
        // given
        VideoRequest request = request(4, new VideoEncoding("mkv", "ffv1", 90, "bgr0"))
                .setFrameLimit(1L)
                .setRepeatMissing(true)
                .build();

        // when
        ClipOrder order = OrderedClip.of(request, info, folder.resolve("large.mkv"), source);

        // then
        assertThat(order.clipId()).isEqualTo("clip-1");
        assertThat(order.missing()).isEqualTo(MissingFrames.REPEAT);
        assertThat(order.output().width()).isEqualTo(256);
        assertThat(order.output().height()).isEqualTo(192);
        assertThat(order.output().frameLimit()).hasValue(1);
        assertThat(order.output().settings().quality()).isEqualTo(90);
        assertThat(order.output().settings().pixelFormat()).isEqualTo("bgr0");
        assertThat(order.recipe().getSteps()).isEqualTo(3);
    }

    @Test
    void aMissingFrameFailsTheClipUnlessOneAsksOtherwise() {
        // when
        ClipOrder order = OrderedClip.of(
                request(4, VideoEncoding.newBuilder().build()).build(), info, folder.resolve("large.mp4"), source);

        // then
        assertThat(order.missing()).isEqualTo(MissingFrames.FAIL);
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedWithASentence() {
        // given
        VideoRequest unknown =
                request(4, new VideoEncoding("mp4", "quill", 80, null)).build();
        VideoRequest endless =
                request(Integer.MAX_VALUE, VideoEncoding.newBuilder().build()).build();

        Path target = folder.resolve("large.mp4");

        // then
        assertThatThrownBy(() -> OrderedClip.of(unknown, info, target, source))
                .isInstanceOf(ClipException.class)
                .hasMessageContaining("quill")
                .hasMessageContaining("ffv1");
        assertThatThrownBy(() -> OrderedClip.of(endless, info, target, source))
                .isInstanceOfSatisfying(
                        ClipRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.INVALID_REQUEST));
    }

    private static VideoRequest.Builder request(int scale, VideoEncoding encoding) {
        return VideoRequest.newBuilder()
                .setVideoId("clip-1")
                .setClip(new BlobReference("file:///clips/a", "0".repeat(64), 1L, "video/mp4"))
                .setRecipe(Recipe.newBuilder()
                        .setModel("acuity-s-x4")
                        .setScale(scale)
                        .setSteps(3)
                        .setSeed(0)
                        .build())
                .setChanges(ChangeOptions.newBuilder().build())
                .setEncoding(encoding)
                .setSubmittedAt(Instant.EPOCH);
    }
}
