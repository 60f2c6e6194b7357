package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.FloatImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnlargementTest {
    @Test
    void whiteDividedBy256IsDarker() {
        // given
        FloatImage white = FloatImage.zeros(3, 4, 5);
        Arrays.fill(white.values(), 1f);

        // when
        FloatImage large = Enlargement.MATLAB_BICUBIC_256.enlarge(white, 4);

        // then: 255/256·2 − 1
        assertThat(large.width()).isEqualTo(20);
        for (float value : large.values()) {
            assertThat(value).isCloseTo(0.9921875f, within(1e-6f));
        }
    }
}
