package io.acuity.worker.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.PictureConversions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenPictureTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 16})
    void thereIsAPictureForEachScale(int scale) {
        // when
        GoldenPicture golden = GoldenPicture.ofScale(scale);

        // then
        assertThat(golden.lowRes().width() * scale).isEqualTo(golden.original().width());
        assertThat(golden.original().width()).isBetween(192 - scale, 192);
        assertThat(golden.bicubicDb()).isGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theOriginalItselfIsAlmostPerfect(int scale) {
        GoldenPicture golden = GoldenPicture.ofScale(scale);
        assertThat(golden.psnr(PictureConversions.toPicture(golden.original(), null, 8), scale))
                .isGreaterThan(55);
        assertThat(GoldenPicture.ofScale(scale).bicubicDb()).isCloseTo(golden.bicubicDb(), within(0.0));
    }
}
