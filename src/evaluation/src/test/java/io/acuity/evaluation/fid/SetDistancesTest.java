package io.acuity.evaluation.fid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.acuity.evaluation.BicubicScore;
import io.acuity.evaluation.Degraded;
import io.acuity.evaluation.EvaluatedImage;
import io.acuity.evaluation.EvaluationException;
import io.acuity.evaluation.Figures;
import io.acuity.evaluation.ImageScore;
import io.acuity.evaluation.OriginalScore;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetDistancesTest {
    /** The one feature of a picture of one colour is its red, in levels. */
    private static final FeatureNetwork RED = image -> new float[] {image.values()[0] * 255};

    @Test
    void comparesResultsAndEnlargementsWithOriginals() {
        // given: originals of mean 20 and variance 200, results equally spread 5 off, enlargements half as spread
        SetDistances distances = new SetDistances(RED);
        distances.add(image(10, 15, 15));
        distances.add(image(30, 35, 25));

        // when
        Figures figures = distances.figures();

        // then
        assertThat(figures.result()).isCloseTo(25, within(1e-3));
        double deviations = Math.sqrt(200) - Math.sqrt(50);
        assertThat(figures.bicubic()).isCloseTo(deviations * deviations, within(1e-3));
    }

    @Test
    void oneImageIsNoSet() {
        SetDistances distances = new SetDistances(RED);
        distances.add(image(1, 2, 3));
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(distances::figures)
                .withMessageContaining("at least two images, not 1");
    }

    private static EvaluatedImage image(int original, int result, int bicubic) {
        return new EvaluatedImage(
                new ImageScore("x", 0, 0, 0, null, new BicubicScore(0, 0, null), new OriginalScore(null), Map.of()),
                new Degraded(picture(original), picture(original), 1),
                picture(bicubic),
                picture(result));
    }

    private static Picture picture(int level) {
        FloatImage image = FloatImage.zeros(3, 2, 2);
        Arrays.fill(image.values(), level / 255f);
        return PictureConversions.toPicture(image, null, 8);
    }
}
