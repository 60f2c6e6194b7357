package io.acuity.gateway.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.OfferedModel;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoOptionsTest {

    private static final Offer OFFER = new Offer(List.of(new OfferedModel("acuity-s-x4", 4, List.of())), "acuity-s-x4");

    @Test
    void nothingGivenMeansTheDefaults() {
        // when
        VideoOptions options = VideoOptions.read(MultiMap.caseInsensitiveMultiMap(), OFFER);

        // then
        assertThat(options.recipe().getModel()).isEqualTo("acuity-s-x4");
        assertThat(options.recipe().getScale()).isEqualTo(4);
        assertThat(options.encoding().getContainer()).isEqualTo("mp4");
        assertThat(options.encoding().getQuality()).isEqualTo(80);
        assertThat(options.encoding().getCodec()).isNull();
        assertThat(options.changes().getEnabled()).isTrue();
        assertThat(options.changes().getThreshold()).isNull();
        assertThat(options.frameLimit()).isNull();
        assertThat(options.contactSheet()).isFalse();
        assertThat(options.repeatMissing()).isFalse();
        assertThat(options.named("C:\\clips\\sea.mov").fileName()).isEqualTo("sea.mov");
    }

    @Test
    void everyOptionIsTaken() {
        // when
        VideoOptions options = VideoOptions.read(
                MultiMap.caseInsensitiveMultiMap()
                        .add("fileName", "/tmp/sea.mkv")
                        .add("seed", "-3")
                        .add("limitFrames", "50")
                        .add("codec", "libsvtav1")
                        .add("quality", "90")
                        .add("pixelFormat", "yuv420p10le")
                        .add("container", "MKV")
                        .add("changes", "false")
                        .add("threshold", "2.5")
                        .add("refresh", "60")
                        .add("contactSheet", "true")
                        .add("sideBySide", "true")
                        .add("missing", "repeat"),
                OFFER);

        // then
        assertThat(options.fileName()).isEqualTo("sea.mkv");
        assertThat(options.named("other.mp4").fileName()).isEqualTo("sea.mkv");
        assertThat(options.recipe().getSeed()).isEqualTo(-3);
        assertThat(options.frameLimit()).isEqualTo(50);
        assertThat(options.encoding().getCodec()).isEqualTo("libsvtav1");
        assertThat(options.encoding().getPixelFormat()).isEqualTo("yuv420p10le");
        assertThat(options.encoding().getContainer()).isEqualTo("mkv");
        assertThat(options.encoding().getQuality()).isEqualTo(90);
        assertThat(options.changes().getEnabled()).isFalse();
        assertThat(options.changes().getThreshold()).isEqualTo(2.5);
        assertThat(options.changes().getRefresh()).isEqualTo(60);
        assertThat(options.contactSheet()).isTrue();
        assertThat(options.sideBySide()).isTrue();
        assertThat(options.repeatMissing()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "container, avi, 'mp4, mov, mkv, webm'",
        "codec, '../x', libopenh264",
        "threshold, 256, from 0 to 255",
        "threshold, loud, from 0 to 255",
        "limitFrames, 0, from 1",
        "changes, perhaps, true or false",
        "model, other, acuity-s-x4",
        "format, png, 'There is no option'",
    })
    void whatDoesNotFitIsNamed(String option, String value, String inTheSentence) {
        // given
        MultiMap given = MultiMap.caseInsensitiveMultiMap().add(option, value);

        // then
        assertThatThrownBy(() -> VideoOptions.read(given, OFFER))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().toString()).contains(inTheSentence));
    }

    @Test
    void aNameKeepsNoPathBehindALineEnd() {
        // when
        VideoOptions options =
                VideoOptions.read(MultiMap.caseInsensitiveMultiMap().add("fileName", "sea\n/etc/passwd"), OFFER);

        // then
        assertThat(options.fileName()).isEqualTo("passwd");
    }
}
