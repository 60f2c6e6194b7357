package io.acuity.evaluation.bins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.acuity.evaluation.BicubicScore;
import io.acuity.evaluation.Degraded;
import io.acuity.evaluation.EvaluatedImage;
import io.acuity.evaluation.ImageScore;
import io.acuity.evaluation.OriginalScore;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttentionBinsTest {
    private static final int SIDE = 24;
    private static final int SCALE = 2;

    @Test
    void everyPixelIsMeasuredInTheBinOfItsAttention() {
        // given: attention 0 at the left, 1 at the right; the result is off by 2 levels at the left and perfect at the
        // right
        AttentionBins bins = new AttentionBins(4);
        FloatImage attention = FloatImage.zeros(1, SIDE, SIDE);
        FloatImage result = grey(100, 100);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                attention.values()[y * SIDE + x] = x < SIDE / 2 ? 0 : 1;
                result.values()[y * SIDE + x] += x < SIDE / 2 ? 2 / 255f : 0;
            }
        }

        // when
        bins.add(image(grey(100, 100), result, grey(100, 104)), attention);

        // then: a level of grey is 219/255 of luma
        List<AttentionBin> found = bins.bins();
        assertThat(found).hasSize(4);
        assertThat(found).extracting(AttentionBin::share).containsExactly(0.5, 0.0, 0.0, 0.5);
        assertThat(found.get(0).psnrY()).isCloseTo(psnr(2), within(1e-3));
        assertThat(found.get(0).bicubicPsnrY()).isInfinite();
        assertThat(found.get(1).psnrY()).isNull();
        assertThat(found.get(3).psnrY()).isInfinite();
        assertThat(found.get(3).bicubicPsnrY()).isCloseTo(psnr(4), within(1e-3));
        assertThat(found.get(3).to()).isEqualTo(1);
    }

    @Test
    void errorsOfSeveralImagesArePooled() {
        // given
        AttentionBins bins = new AttentionBins(1);
        FloatImage attention = FloatImage.zeros(1, SIDE, SIDE);
        // when
        bins.add(image(grey(90, 90), grey(92, 92), grey(90, 90)), attention);
        bins.add(image(grey(90, 90), grey(90, 90), grey(90, 90)), attention);
        // then: half the squared error is 3 dB more
        assertThat(bins.bins().get(0).psnrY()).isCloseTo(psnr(2) + 10 * Math.log10(2), within(1e-3));
    }

    @Test
    void refusesAMapOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttentionBins(3)
                        .add(image(grey(1, 1), grey(1, 1), grey(1, 1)), FloatImage.zeros(1, SIDE, SIDE - 1)))
                .withMessageContaining("24×24");
        assertThatIllegalArgumentException().isThrownBy(() -> new AttentionBins(0));
    }

    private static double psnr(double levels) {
        double error = levels * 219 / 255;
        return 10 * Math.log10(255 * 255 / (error * error));
    }

    /** Left and right half in levels of 255. */
    private static FloatImage grey(int left, int right) {
        FloatImage image = FloatImage.zeros(1, SIDE, SIDE);
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = (i % SIDE < SIDE / 2 ? left : right) / 255f;
        }
        return image;
    }

    private static EvaluatedImage image(FloatImage original, FloatImage result, FloatImage bicubic) {
        Picture truth = picture(original);
        return new EvaluatedImage(
                new ImageScore("x", 0, 0, 0, null, new BicubicScore(0, 0, null), new OriginalScore(null), Map.of()),
                new Degraded(truth, truth, SCALE),
                picture(bicubic),
                picture(result));
    }

    private static Picture picture(FloatImage image) {
        return PictureConversions.toPicture(image, null, 8);
    }
}
