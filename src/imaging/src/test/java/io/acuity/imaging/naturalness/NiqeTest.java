package io.acuity.imaging.naturalness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.metrics.Luma;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NiqeTest {
    private static final int SIDE = Niqe.PATCH;

    private static PatchStatistics pristine = new PatchStatistics(new double[36], new double[36][36]);

    @BeforeAll
    static void fit() {
        NiqeFit fit = new NiqeFit();
        for (int seed = 0; seed < 6; seed++) {
            fit.add(NaturalPictures.leaves(seed, 480, 384));
        }
        pristine = fit.statistics();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {100, 101, 102})
    void moreNoiseIsLessNatural(long seed) {
        // given
        Luma picture = NaturalPictures.leaves(seed, 384, 288);
        // when
        double[] figures = Arrays.stream(new double[] {0, 8, 16, 32})
                .map(deviation -> niqe(NaturalPictures.noisy(picture, 5, deviation)))
                .toArray();
        // then
        assertThat(figures).isSorted().doesNotHaveDuplicates();
        assertThat(figures[3]).isGreaterThan(2 * figures[0]);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {100, 101, 102})
    void moreBlurIsLessNatural(long seed) {
        // given
        Luma picture = NaturalPictures.leaves(seed, 384, 288);
        // when
        double[] figures = Arrays.stream(new double[] {0.1, 0.7, 1, 1.5})
                .map(deviation -> niqe(NaturalPictures.blurred(picture, deviation)))
                .toArray();
        // then
        assertThat(figures).isSorted().doesNotHaveDuplicates();
        assertThat(figures[3]).isGreaterThan(2 * figures[0]);
    }

    @Test
    void aPatchHas36FeaturesInTheirRanges() {
        // when
        List<NaturalPatch> patches = NaturalPatch.of(NaturalPictures.leaves(1, 2 * SIDE + 5, SIDE + 90));
        // then
        assertThat(patches).hasSize(2);
        for (NaturalPatch patch : patches) {
            assertThat(patch.features()).hasSize(36);
            for (int shape : new int[] {0, 2, 6, 10, 14, 18, 20, 24, 28, 32}) {
                assertThat(patch.features()[shape]).isBetween(0.2, 10.0);
            }
            assertThat(patch.features()[1]).isBetween(0.2, 2.0);
            assertThat(patch.sharpness()).isPositive();
        }
    }

    @Test
    void brightnessChangesNothingAndTurningSwapsDirections() {
        // given
        Luma picture = NaturalPictures.leaves(2, SIDE, SIDE);
        Luma brighter = new Luma(
                SIDE, SIDE, Arrays.stream(picture.values()).map(v -> v + 16).toArray());
        double[] turned = new double[SIDE * SIDE];
        for (int i = 0; i < turned.length; i++) {
            turned[i % SIDE * SIDE + i / SIDE] = picture.values()[i];
        }
        // when
        double[] features = features(picture);
        double[] transposed = features(new Luma(SIDE, SIDE, turned));
        // then
        assertThat(features(brighter)).containsExactly(features, within(1e-3));
        assertThat(Arrays.copyOfRange(transposed, 2, 6))
                .containsExactly(Arrays.copyOfRange(features, 6, 10), within(1e-3));
        assertThat(Arrays.copyOfRange(transposed, 10, 14))
                .containsExactly(Arrays.copyOfRange(features, 10, 14), within(1e-3));
    }

    @Test
    void normalisedNoiseIsGaussianWithIndependentNeighbours() {
        // given
        double[] grey = new double[SIDE * SIDE];
        Arrays.fill(grey, 128);
        Luma noise = NaturalPictures.noisy(new Luma(SIDE, SIDE, grey), 9, 20);
        // when
        LocalContrast contrast = LocalContrast.of(noise);
        double[] features = features(noise);
        // then
        assertThat(contrast.sharpness(0, 0, SIDE)).isBetween(15.0, 21.0);
        assertThat(Arrays.stream(contrast.normalised()).average().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(features[0])
                .as("flatter than a Gaussian: the window's own pixel limits it")
                .isGreaterThan(2);
        assertThat(features[3]).as("mean product of neighbours").isBetween(-0.2, 0.05);
    }

    @Test
    void evenAreasGiveNoFigureInsteadOfRoundingNoise() {
        // given
        double[] even = new double[4 * SIDE * SIDE];
        Arrays.fill(even, 235.0 / 3);
        // then
        assertThat(NaturalPatch.of(new Luma(2 * SIDE, 2 * SIDE, even))).isEmpty();
        assertThat(new Niqe(pristine).of(new Luma(2 * SIDE, 2 * SIDE, even))).isEmpty();
    }

    @Test
    void picturesWithoutTwoPatchesHaveNoFigure() {
        // given
        Niqe niqe = new Niqe(pristine);
        // then
        assertThat(niqe.of(NaturalPictures.leaves(3, 50, 400))).isEmpty();
        assertThat(niqe.of(NaturalPictures.leaves(3, 191, 191))).isEmpty();
        assertThat(niqe.of(NaturalPictures.leaves(3, 192, 96))).isPresent();
    }

    @Test
    void thePhotographsAreNearestToThemselves() {
        assertThat(pristine.distanceTo(pristine)).isZero();
        assertThat(niqe(NaturalPictures.leaves(200, 384, 288))).isPositive();
    }

    @Test
    void onlySharpPatchesOfPhotographsCount() {
        // given: the left half is out of focus
        Luma sharp = NaturalPictures.leaves(4, 4 * SIDE, 2 * SIDE);
        Luma soft = NaturalPictures.blurred(sharp, 3);
        double[] mixed = sharp.values().clone();
        for (int i = 0; i < mixed.length; i++) {
            if (i % sharp.width() < 2 * SIDE) {
                mixed[i] = soft.values()[i];
            }
        }
        NiqeFit fit = new NiqeFit();
        // then
        assertThat(fit.add(new Luma(4 * SIDE, 2 * SIDE, mixed))).isBetween(1, 4);
        assertThat(fit.add(NaturalPictures.leaves(4, 95, 95))).isZero();
        assertThatThrownBy(fit::statistics)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least 37");
    }

    @Test
    void refusesStatisticsThatAreNone() {
        // given
        double[][] crooked = copy(pristine.covariance());
        crooked[3][5] += 1;
        double[][] negative = copy(pristine.covariance());
        negative[7][7] = -1;
        // then
        assertThatThrownBy(() -> new PatchStatistics(new double[35], pristine.covariance()))
                .hasMessageContaining("36 features");
        assertThatThrownBy(() -> new PatchStatistics(pristine.mean(), crooked)).hasMessageContaining("3 and 5");
        assertThatThrownBy(() -> new PatchStatistics(pristine.mean(), negative)).hasMessageContaining("feature 7");
    }

    private static double niqe(Luma picture) {
        return new Niqe(pristine).of(picture).orElseThrow();
    }

    private static double[] features(Luma patch) {
        return NaturalPatch.of(patch).get(0).features();
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
}
