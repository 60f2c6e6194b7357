package io.acuity.imaging.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.TestPictures;
import io.acuity.imaging.degrade.DegradationStep.Blur;
import io.acuity.imaging.degrade.DegradationStep.GaussianNoise;
import io.acuity.imaging.degrade.DegradationStep.JpegDamage;
import io.acuity.imaging.degrade.DegradationStep.PoissonNoise;
import io.acuity.imaging.degrade.DegradationStep.Resize;
import io.acuity.imaging.resample.Bicubic;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DegradationTest {
    private static final int PLANS = 4000;

    private final Degradation blind = new BlindDegradation(BlindSettings.REAL_ESRGAN, 4);
    private final FloatImage picture = PictureConversions.toRgb(TestPictures.waves(1, 96, 64, 3));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, -9, Long.MAX_VALUE})
    void aSeedMeansOnePictureOfTheRightSizeInEightBits(long seed) {
        // given
        float[] before = picture.values().clone();
        // when
        FloatImage degraded = blind.degrade(picture, seed);
        // then
        assertThat(new int[] {degraded.channels(), degraded.height(), degraded.width()})
                .containsExactly(3, 16, 24);
        for (float value : degraded.values()) {
            assertThat(value).isBetween(0f, 1f);
            assertThat(value * 255 - Math.round(value * 255)).isCloseTo(0, within(1e-4f));
        }
        assertThat(blind.degrade(picture, seed).values()).isEqualTo(degraded.values());
        assertThat(blind.degrade(picture, seed + 1).values()).isNotEqualTo(degraded.values());
        assertThat(picture.values()).isEqualTo(before);
    }

    @Test
    void tinyAndGreyPicturesWorkToo() {
        for (long seed = 0; seed < 30; seed++) {
            assertThat(blind.degrade(FloatImage.zeros(1, 4, 8), seed).values()).hasSize(2);
        }
    }

    @Test
    void choicesComeAsOftenAsSettingsSay() {
        // given
        List<DegradationPlan> plans = LongStream.range(0, PLANS)
                .mapToObj(seed -> blind.plan(400, 400, seed))
                .toList();
        // then
        assertThat(share(plans, plan -> plan.steps().get(0) instanceof Blur)).isEqualTo(1);
        assertThat(share(plans, plan -> first(plan, 1).height() > 400)).isCloseTo(0.2, within(0.03));
        assertThat(share(plans, plan -> first(plan, 1).height() < 400)).isCloseTo(0.7, within(0.03));
        assertThat(share(plans, plan -> first(plan, 1).mode() == ResizeMode.AREA))
                .isCloseTo(1 / 3.0, within(0.03));
        assertThat(share(plans, plan -> plan.steps().get(2) instanceof GaussianNoise))
                .isCloseTo(0.5, within(0.03));
        assertThat(share(plans, plan -> plan.steps().get(4) instanceof Blur)).isCloseTo(0.8, within(0.03));
        assertThat(share(plans, plan -> plan.steps().get(plan.steps().size() - 1) instanceof JpegDamage))
                .isCloseTo(0.5, within(0.03));
        // a bell is nowhere negative, an ideal low pass is unless its cutoff is low for its side
        assertThat(share(plans, plan -> hasNegative((Blur) plan.steps().get(0))))
                .isBetween(0.06, 0.12);
    }

    @Test
    void choicesStayInTheirRanges() {
        for (long seed = 0; seed < 500; seed++) {
            for (DegradationStep step : blind.plan(400, 400, seed).steps()) {
                switch (step) {
                    case Blur blur -> assertThat(blur.kernel().side()).isBetween(7, 21);
                    case Resize resize -> assertThat(resize.height()).isBetween(30, 600);
                    case GaussianNoise noise -> assertThat(noise.deviation()).isBetween(1.0, 30.0);
                    case PoissonNoise noise -> assertThat(noise.strength()).isBetween(0.05, 3.0);
                    case JpegDamage jpeg -> assertThat(jpeg.quality()).isBetween(30, 95);
                    case DegradationStep.BicubicReduction reduction ->
                        throw new AssertionError("Not part of the chain: " + reduction);
                }
            }
        }
    }

    @Test
    void bicubicIsThatOfEvaluation() {
        // when
        FloatImage degraded = new BicubicDegradation(4).degrade(picture, 7);
        // then
        assertThat(degraded.values())
                .containsExactly(Bicubic.resize(picture, 16, 24).values(), within(0.5f / 255 + 1e-6f));
        assertThat(degraded.values())
                .isEqualTo(new BicubicDegradation(4).degrade(picture, 8).values());
    }

    @Test
    void saysWhatCannotBeDegraded() {
        assertThatThrownBy(() -> blind.degrade(FloatImage.zeros(3, 62, 64), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64×62");
        assertThatThrownBy(() -> new BicubicDegradation(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Range(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Resize first(DegradationPlan plan, int index) {
        return (Resize) plan.steps().get(index);
    }

    private static boolean hasNegative(Blur blur) {
        for (float weight : blur.kernel().weights()) {
            if (weight < 0) {
                return true;
            }
        }
        return false;
    }

    private interface Question {
        boolean of(DegradationPlan plan);
    }

    private static double share(List<DegradationPlan> plans, Question question) {
        return plans.stream().filter(question::of).count() / (double) plans.size();
    }
}
