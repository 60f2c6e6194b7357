package io.acuity.attention.innate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.Images;
import io.acuity.imaging.FloatImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InnateExtractorsTest {
    private static final int SCALE = 4;
    private static final float LEVEL = 1f / 65535;

    static Stream<AttentionExtractor> extractors() {
        return Stream.of(new NoExtractor(), new CentredExtractor(), new EdgeExtractor(), new KeyPointExtractor());
    }

    @ParameterizedTest
    @MethodSource("extractors")
    void givesMapsInRangeOfTheSizeAskedForAndTheSameEachTime(AttentionExtractor extractor) {
        for (int[] size : new int[][] {{1, 1}, {1, 9}, {7, 2}, {3, 3}, {5, 4}, {8, 8}, {9, 31}, {16, 16}, {40, 60}}) {
            // given
            FloatImage image = Images.noise(5, size[0], size[1]);

            // when
            FloatImage map =
                    extractor.extract(image, size[0] * SCALE, size[1] * SCALE).toImage();

            // then
            assertThat(new int[] {map.height(), map.width()}).containsExactly(size[0] * SCALE, size[1] * SCALE);
            for (float value : map.values()) {
                assertThat(value).isBetween(0f, 1f);
            }
            assertThat(extractor
                            .extract(image, map.height(), map.width())
                            .toImage()
                            .values())
                    .isEqualTo(map.values());
        }
    }

    @ParameterizedTest
    @MethodSource("extractors")
    void leavesTheImageAlone(AttentionExtractor extractor) {
        // given
        FloatImage image = Images.noise(6, 20, 24);
        float[] before = image.values().clone();

        // when
        extractor.extract(image, 80, 96);

        // then
        assertThat(image.values()).isEqualTo(before);
    }

    @Test
    void nothingStandsOutInAConstantImage() {
        for (AttentionExtractor extractor : List.of(new EdgeExtractor(), new KeyPointExtractor())) {
            for (float value : new float[] {0, 0.3f, 1}) {
                assertThat(extractor
                                .extract(Images.constant(24, 32, value), 96, 128)
                                .mean())
                        .isZero();
            }
        }
    }

    @Test
    void faintNoiseIsNoEdge() {
        // given two grey levels of noise around middle grey
        FloatImage noise = Images.noise(7, 48, 48);
        FloatImage image = Images.grey(48, 48, (y, x) -> 0.5f + (noise.at(0, y, x) - 0.5f) * 4 / 255);

        // then
        assertThat(new EdgeExtractor().extract(image, 192, 192).mean()).isZero();
    }

    @Test
    void noneIsOneEverywhere() {
        assertThat(new NoExtractor()
                        .extract(Images.noise(1, 2, 3), 8, 12)
                        .toImage()
                        .values())
                .containsOnly(1f);
    }

    @Test
    void theCentredGaussianHasItsValuesByFormula() {
        // when
        FloatImage map =
                new CentredExtractor().extract(Images.constant(1, 1, 0), 5, 9).toImage();

        // then exp(−d²/2) with d in quarters of the side
        assertThat(map.at(0, 2, 4)).isEqualTo(1f);
        assertThat(map.at(0, 2, 0)).isCloseTo((float) Math.exp(-Math.pow(4 / 2.25, 2) / 2), within(LEVEL));
        assertThat(map.at(0, 0, 4)).isCloseTo((float) Math.exp(-Math.pow(2 / 1.25, 2) / 2), within(LEVEL));
        assertThat(map.at(0, 0, 0)).isCloseTo(map.at(0, 2, 0) * map.at(0, 0, 4), within(2 * LEVEL));
        // and it is symmetric
        assertThat(map.at(0, 4, 8)).isEqualTo(map.at(0, 0, 0));
    }

    @Test
    void edgesAreAlongAStepAndNowhereElse() {
        // given a step from dark to bright between columns 19 and 20
        FloatImage image = Images.grey(40, 40, (y, x) -> x < 20 ? 0.2f : 0.8f);

        // when
        FloatImage map = new EdgeExtractor().extract(image, 160, 160).toImage();

        // then
        assertThat(map.at(0, 80, 79)).isGreaterThan(0.9f);
        assertThat(map.at(0, 80, 80)).isGreaterThan(0.9f);
        assertThat(map.at(0, 80, 20)).isLessThan(0.01f);
        assertThat(map.at(0, 80, 140)).isLessThan(0.01f);
    }

    @Test
    void keyPointsAreOnABlob() {
        // given a bright spot of σ = 3 at row 20, column 44
        FloatImage image =
                Images.grey(64, 64, (y, x) -> (float) Math.exp(-((y - 20) * (y - 20) + (x - 44) * (x - 44)) / 18.0));

        // when
        FloatImage map = new KeyPointExtractor().extract(image, 64, 64).toImage();

        // then
        assertThat(map.at(0, 20, 44)).isGreaterThan(0.9f);
        assertThat(map.at(0, 50, 10)).isZero();
    }

    @Test
    void extractsFromPicturesLargerThanItLooksAt() {
        // given more than the key points' limit of a megapixel
        FloatImage image = Images.grey(1100, 1000, (y, x) ->
                (float) Math.exp(-((y - 300) * (y - 300) + (x - 700) * (x - 700)) / 200.0));

        // when
        AttentionMap map = new KeyPointExtractor().extract(image, 1100, 1000);

        // then
        float[] row = new float[1000];
        map.readRow(300, row);
        assertThat(row[700]).isGreaterThan(0.9f);
        assertThat(row[100]).isZero();
    }
}
