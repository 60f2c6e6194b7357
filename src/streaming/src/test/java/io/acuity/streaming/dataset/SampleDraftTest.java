package io.acuity.streaming.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.DatasetSplit;
import io.acuity.streaming.dataset.SampleDraft.Notes;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleDraftTest {

    private static final Notes NOTES = new Notes("a.png", null, Map.of());

    @ParameterizedTest
    @CsvSource({"64,64,32,32", "400,300,100,75", "800,640,100,80"})
    void aPairOfOneWholeScaleIsASample(int width, int height, int lowWidth, int lowHeight) {
        assertThat(draft("d", image(width, height), image(lowWidth, lowHeight)).lowRes())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "400,300,100,76",
        "400,300,200,75",
        "402,300,100,75",
        "400,304,400,304",
        "900,900,100,100",
        "64,64,128,128"
    })
    void aPairOfAnotherSizeIsRefused(int width, int height, int lowWidth, int lowHeight) {
        assertThatThrownBy(() -> draft("d", image(width, height), image(lowWidth, lowHeight)))
                .isInstanceOf(SampleRefusedException.class)
                .hasMessageContaining(lowWidth + "×" + lowHeight)
                .hasMessageContaining("2 to 8 times");
    }

    @Test
    void aSmallImageIsRefused() {
        assertThatThrownBy(() -> draft("d", image(1_000, 63), null))
                .isInstanceOf(SampleRefusedException.class)
                .hasMessageContaining("at least 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "a/b", "a b", "../x", "ä", "a\n"})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatThrownBy(() -> draft(name, image(64, 64), null))
                .isInstanceOf(SampleRefusedException.class)
                .hasMessageContaining("for example street-photos");
    }

    @Test
    void notesHaveLimits() {
        assertThatThrownBy(() -> new Notes(null, "x".repeat(1_001), Map.of()))
                .isInstanceOf(SampleRefusedException.class)
                .hasMessageContaining("licence");
        assertThatThrownBy(() -> new Notes(null, null, Map.of("where", "x".repeat(1_001))))
                .hasMessageContaining("tag 'where'");
    }

    @Test
    void aKeyComesBackFromItsText() {
        // given
        SampleKey key = SampleKey.of("a-1.b_c", "0123456789abcdef" + "7".repeat(48));

        // then
        assertThat(key).hasToString("a-1.b_c/0123456789abcdef");
        assertThat(SampleKey.parse(key.toString())).isEqualTo(key);
        assertThatThrownBy(() -> SampleKey.parse("a/b")).isInstanceOf(SampleRefusedException.class);
        assertThatThrownBy(() -> SampleKey.parse("a")).isInstanceOf(SampleRefusedException.class);
    }

    @Test
    void aShareIsHeldOutByHash() {
        // given
        var random = new Random(3);
        SplitRule tenth = SplitRule.parse("10%");
        int heldOut = 0;

        // when
        for (int i = 0; i < 4_000; i++) {
            byte[] hash = new byte[32];
            random.nextBytes(hash);
            String sha256 = HexFormat.of().formatHex(hash);
            heldOut += tenth.of(sha256) == DatasetSplit.VALIDATION ? 1 : 0;
            assertThat(SplitRule.parse("train").of(sha256)).isEqualTo(DatasetSplit.TRAIN);
            assertThat(SplitRule.parse("Validation").of(sha256)).isEqualTo(DatasetSplit.VALIDATION);
        }

        // then
        assertThat(heldOut).isBetween(340, 460);
        assertThat(SplitRule.parse("2.5").validationShare()).isEqualTo(0.025);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "test", "101", "-1", "1e1", "NaN"})
    void aSplitThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> SplitRule.parse(text))
                .isInstanceOf(SampleRefusedException.class)
                .hasMessageContaining("such as 10");
    }

    private static SampleDraft draft(String dataset, SampleImage image, @Nullable SampleImage lowRes) {
        return new SampleDraft(dataset, image, lowRes, SplitRule.TRAIN, NOTES);
    }

    private static SampleImage image(int width, int height) {
        return new SampleImage(Path.of("a.png"), "image/png", width, height);
    }
}
