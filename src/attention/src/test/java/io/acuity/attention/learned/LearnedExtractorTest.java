package io.acuity.attention.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.attention.AttentionMap;
import io.acuity.attention.HeadChoice;
import io.acuity.attention.Images;
import io.acuity.attention.UnknownExtractorException;
import io.acuity.imaging.FloatImage;
import org.junit.jupiter.api.Test;

class LearnedExtractorTest {
    private static final HeadChoice FIRST = new HeadChoice.One(0);

    @Test
    void bringsSmallImagesToTheSmallestSideAndOthersToTheNearestMultiple() {
        // given
        FakeBackbone backbone = new FakeBackbone();
        LearnedExtractor extractor = new LearnedExtractor(backbone, FIRST);

        // when
        extractor.extract(Images.noise(1, 1, 2), 4, 8);
        extractor.extract(Images.noise(1, 16, 300), 64, 1200);
        extractor.extract(Images.noise(1, 251, 252), 1004, 1008);

        // then
        assertThat(backbone.seen()).containsExactly("224×224", "304×224", "256×248");
    }

    @Test
    void anImageOfOneColourIsZeroWhateverTheNetworkSees() {
        FakeBackbone backbone = new FakeBackbone();
        FloatImage image = Images.grey(5, 7, (y, x) -> 0.3f);
        AttentionMap map = new LearnedExtractor(backbone, FIRST).extract(image, 20, 28);
        assertThat(map.mean()).isZero();
        assertThat(backbone.seen()).isEmpty();
    }

    @Test
    void stretchesEachHeadByItself() {
        // given a ramp of one cell after the other, whatever its offset
        FloatImage image = Images.grey(224, 224, (y, x) -> Math.floorDiv(x, 8) * (1 / 27f));

        // when
        FloatImage map = new LearnedExtractor(new FakeBackbone().adding(5), FIRST)
                .extract(image, 28, 28)
                .toImage();

        // then
        for (int x = 0; x < 28; x++) {
            assertThat(map.at(0, 13, x)).isCloseTo(x / 27f, within(1e-4f));
        }
    }

    @Test
    void aHeadThatSaysNothingIsZero() {
        // when
        FloatImage map = new LearnedExtractor(new FakeBackbone(), new HeadChoice.One(1))
                .extract(Images.noise(3, 30, 30), 60, 60)
                .toImage();

        // then
        assertThat(map.values()).containsOnly(0f);
    }

    @Test
    void theMeanAndTheMaximumAreTakenOfStretchedHeadsAndNotStretchedAgain() {
        // given
        FloatImage image = Images.noise(4, 240, 224);
        float[] first = map(FIRST, image);

        // when
        float[] mean = map(new HeadChoice.Average(), image);
        float[] maximum = map(new HeadChoice.Maximum(), image);

        // then the second head is 0
        for (int i = 0; i < first.length; i++) {
            assertThat(mean[i]).isCloseTo(first[i] / 2, within(1e-4f));
            assertThat(maximum[i]).isEqualTo(first[i]);
        }
    }

    @Test
    void windowsOfALargeImageShowNoSeamsWhereTheNetworkIsLocal() {
        // given
        FakeBackbone windowed = new FakeBackbone();
        FloatImage image =
                Images.grey(800, 1000, (y, x) -> (float) (0.5 + 0.4 * Math.sin(x * 0.02) * Math.cos(y * 0.03)));

        // when
        FloatImage map =
                new LearnedExtractor(windowed, FIRST).extract(image, 100, 125).toImage();

        // then bounded windows, and the map of the whole
        assertThat(windowed.seen()).hasSize(3 * 3).containsOnly("384×384");
        FloatImage means = FloatImage.zeros(1, 100, 125);
        for (int y = 0; y < 800; y++) {
            for (int x = 0; x < 1000; x++) {
                means.values()[y / 8 * 125 + x / 8] += image.at(0, y, x) / 64;
            }
        }
        float[] expected = io.acuity.attention.UnitRange.stretch(means).values();
        for (int i = 0; i < expected.length; i++) {
            assertThat(map.values()[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void refusesAHeadThatDoesNotExist() {
        assertThatThrownBy(() -> new LearnedExtractor(new FakeBackbone(), new HeadChoice.One(2)))
                .isInstanceOf(UnknownExtractorException.class)
                .hasMessage("The backbone fake has heads 0 to 1, not 2; choose one of them, :avg or :max.");
    }

    @Test
    void refusesMapsThatAreNoNumbers() {
        // given
        LearnedExtractor extractor = new LearnedExtractor(new FakeBackbone().adding(Float.NaN), FIRST);

        // then
        assertThatThrownBy(() -> extractor.extract(Images.noise(1, 8, 8), 32, 32))
                .hasMessageContaining("weights are damaged");
    }

    private static float[] map(HeadChoice heads, FloatImage image) {
        return new LearnedExtractor(new FakeBackbone(), heads)
                .extract(image, 60, 56)
                .toImage()
                .values();
    }
}
