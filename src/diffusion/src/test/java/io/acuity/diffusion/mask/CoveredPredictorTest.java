package io.acuity.diffusion.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.imaging.FloatImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoveredPredictorTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;
    private static final int GRAIN = 8;

    @Test
    void activePixelsGetWhatAPointwiseNetworkGivesTheWholeFrameAndOthersCostLittle() {
        // given: attention in one corner, and a network that looks at single pixels
        ActivationSteps mask = corner();
        float[] state = new float[2 * WIDTH * HEIGHT];
        for (int i = 0; i < state.length; i++) {
            state[i] = i % 97;
        }
        List<Integer> sides = new ArrayList<>();
        CoveredPredictor covered = new CoveredPredictor(mask, 3, GRAIN, (part, window, index) -> {
            sides.add(window.width());
            sides.add(window.height());
            return doubled(part);
        });
        for (int index = 0; index < mask.steps(); index++) {
            // when
            float[] prediction = covered.predict(state, index);
            // then
            for (int i = 0; i < state.length; i++) {
                if (mask.isActive(i % (WIDTH * HEIGHT), index)) {
                    assertThat(prediction[i]).isEqualTo(2 * state[i]);
                }
            }
        }
        assertThat(sides).allMatch(side -> side % GRAIN == 0);
        assertThat(covered.networkPixels()).isLessThan((long) mask.steps() * WIDTH * HEIGHT / 2);
    }

    @Test
    void aFrameThatIsNoMultipleOfTheGrainIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoveredPredictor(
                        ActivationSteps.everywhere(HEIGHT, WIDTH + 1, 4), 3, GRAIN, (part, window, index) -> part))
                .withMessageContaining("49×32");
    }

    private static float[] doubled(float[] values) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] *= 2;
        }
        return result;
    }

    private static ActivationSteps corner() {
        FloatImage attention = FloatImage.zeros(1, HEIGHT, WIDTH);
        for (int y = 0; y < 10; y++) {
            java.util.Arrays.fill(attention.values(), y * WIDTH, y * WIDTH + 12, 1f);
        }
        return ActivationSteps.of(attention, 0, 10);
    }
}
