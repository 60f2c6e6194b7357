package io.acuity.imaging.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.TestPictures;
import io.acuity.imaging.degrade.BlurKernel.Bell;
import io.acuity.imaging.degrade.DegradationStep.Blur;
import io.acuity.imaging.degrade.DegradationStep.GaussianNoise;
import io.acuity.imaging.degrade.DegradationStep.JpegDamage;
import io.acuity.imaging.degrade.DegradationStep.PoissonNoise;
import io.acuity.imaging.metrics.Psnr;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DegradationStepTest {
    private static final Offset<Float> EXACT = within(1e-6f);

    private final FloatImage picture = PictureConversions.toRgb(TestPictures.waves(1, 96, 64, 3));

    /** Middle, two right, one right and two below, one right and two above; from an implementation in NumPy. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "GAUSSIAN, 1, 0.10025845, 0.02633361, 0.02474768, 0.00214283",
        "GENERALISED, 0.7, 0.06637738, 0.02453349, 0.02375730, 0.00824874",
        "PLATEAU, 1.6, 0.11355565, 0.01949781, 0.01835215, 0.00418139"
    })
    void bellsAreThoseOfTheirFormula(
            BlurFamily family, double power, float middle, float right, float below, float above) {
        // when
        BlurKernel kernel = BlurKernel.bell(9, new Bell(family, 2, 0.8, 0.6, power));
        // then
        assertThat(kernel.weights()[4 * 9 + 4]).isCloseTo(middle, EXACT);
        assertThat(kernel.weights()[4 * 9 + 6]).isCloseTo(right, EXACT);
        assertThat(kernel.weights()[6 * 9 + 5]).isCloseTo(below, EXACT);
        assertThat(kernel.weights()[2 * 9 + 5]).isCloseTo(above, EXACT);
        assertThat(sum(kernel.weights())).isCloseTo(1, within(1e-5));
    }

    @ParameterizedTest
    @EnumSource
    void bellsAreTheSameFromBothEndsAndTurnWithTheirRotation(BlurFamily family) {
        // given
        float[] weights =
                BlurKernel.bell(11, new Bell(family, 2.5, 0.7, 0.4, 1.3)).weights();
        float[] turned = BlurKernel.bell(11, new Bell(family, 0.7, 2.5, 0.4 + Math.PI / 2, 1.3))
                .weights();
        // then
        for (int i = 0; i < weights.length; i++) {
            assertThat(weights[i]).isNotNegative().isCloseTo(weights[weights.length - 1 - i], EXACT);
            assertThat(turned[i]).isCloseTo(weights[i], EXACT);
        }
    }

    @Test
    void theLowPassIsThatOfItsFormula() {
        // when
        float[] weights = BlurKernel.sinc(7, 2).weights();
        // then
        assertThat(weights[3 * 7 + 3]).isCloseTo(0.392491f, EXACT);
        assertThat(weights[3 * 7 + 4]).isCloseTo(0.22635931f, EXACT);
        assertThat(weights[4 * 7 + 4]).isCloseTo(0.11106710f, EXACT);
        assertThat(weights[0]).isCloseTo(0.02525073f, EXACT);
    }

    @Test
    void filteringMirrorsWithoutTheEdgePixel() {
        // given
        FloatImage row = new FloatImage(1, 1, 4, new float[] {1, 2, 4, 8});
        float[] leftNeighbour = new float[9];
        leftNeighbour[3] = 1;
        // when
        FloatImage shifted = new Blur(new BlurKernel(3, leftNeighbour)).apply(row);
        // then
        assertThat(shifted.values()).containsExactly(2, 1, 2, 4);
        assertThatThrownBy(() -> new BlurKernel(2, new float[4])).hasMessageContaining("odd");
    }

    @Test
    void resizingIsThatOfPyTorch() {
        // given
        FloatImage impulse = FloatImage.zeros(1, 1, 8);
        impulse.values()[4] = 1;
        FloatImage step = new FloatImage(1, 1, 2, new float[] {0, 1});
        FloatImage ramp = new FloatImage(1, 1, 5, new float[] {0, 1, 2, 3, 4});
        // when
        float[] cubic = ResizeMode.BICUBIC.resize(impulse, 1, 32).values();
        // then: the four taps of the first phase, seen by the impulse from right to left
        assertThat(new float[] {cubic[12], cubic[16], cubic[20], cubic[24]})
                .containsExactly(new float[] {-0.10986328f, 0.7495117f, 0.42626953f, -0.06591797f}, EXACT);
        assertThat(ResizeMode.BILINEAR.resize(step, 1, 4).values())
                .containsExactly(new float[] {0, 0.25f, 0.75f, 1}, EXACT);
        assertThat(ResizeMode.AREA.resize(ramp, 1, 2).values()).containsExactly(new float[] {1, 3}, EXACT);
    }

    @ParameterizedTest
    @EnumSource
    void resizingKeepsEvenPicturesAndSizesThatStay(ResizeMode mode) {
        // given
        FloatImage even = FloatImage.zeros(3, 13, 17);
        Arrays.fill(even.values(), 0.4f);
        // then
        for (int side : new int[] {1, 5, 17, 40}) {
            float[] values = mode.resize(even, side, side + 2).values();
            assertThat(values).hasSize(3 * side * (side + 2));
            for (float value : values) {
                assertThat(value).isCloseTo(0.4f, EXACT);
            }
        }
        assertThat(mode.resize(picture, 64, 96).values()).containsExactly(picture.values(), EXACT);
    }

    @Test
    void normalNoiseHasItsDeviationAndGreyNoiseNoColour() {
        // given
        FloatImage grey = FloatImage.zeros(3, 100, 100);
        Arrays.fill(grey.values(), 0.5f);
        // when
        float[] colour = new GaussianNoise(20, false, 3).apply(grey).values();
        float[] shared = new GaussianNoise(20, true, 3).apply(grey).values();
        // then
        assertThat(deviation(colour, 0.5)).isCloseTo(20.0 / 255, within(0.002));
        assertThat(colour[0]).isNotEqualTo(colour[10_000]);
        assertThat(Arrays.copyOf(shared, 10_000)).isEqualTo(Arrays.copyOfRange(shared, 10_000, 20_000));
        assertThat(new GaussianNoise(20, false, 3).apply(grey).values()).isEqualTo(colour);
        assertThat(new GaussianNoise(20, false, 4).apply(grey).values()).isNotEqualTo(colour);
        assertThat(grey.values()[7]).isEqualTo(0.5f);
    }

    @Test
    void countedLightVariesWithItsAmount() {
        // given: sixteen levels, so that full light counts sixteen
        FloatImage steps = FloatImage.zeros(1, 16, 4000);
        for (int i = 0; i < steps.values().length; i++) {
            steps.values()[i] = i / 4000 * 10 / 255f;
        }
        // when
        float[] noisy = new PoissonNoise(0.5, false, 5).apply(steps).values();
        // then
        for (int row : new int[] {8, 15}) {
            double light = row * 10 / 255.0;
            float[] samples = Arrays.copyOfRange(noisy, row * 4000, (row + 1) * 4000);
            assertThat(deviation(samples, light)).isCloseTo(0.5 * Math.sqrt(light / 16), within(0.006));
        }
        assertThat(Arrays.copyOf(noisy, 4000)).as("no light, no noise").containsOnly(0);
        assertThat(new PoissonNoise(1, true, 5).apply(picture).values()).hasSize(picture.values().length);
    }

    @Test
    void lowerQualityIsFartherFromThePicture() {
        // when
        double[] decibels = IntStream.of(20, 50, 95)
                .mapToDouble(quality -> Psnr.ofColours(new JpegDamage(quality).apply(picture), picture))
                .toArray();
        // then
        assertThat(decibels).isSorted();
        assertThat(decibels[0]).isBetween(15.0, 40.0);
        FloatImage grey = new FloatImage(1, 64, 96, Arrays.copyOf(picture.values(), 64 * 96));
        assertThat(new JpegDamage(60).apply(grey).channels()).isEqualTo(1);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private static double deviation(float[] values, double mean) {
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }
}
