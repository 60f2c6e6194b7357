package io.acuity.worker.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.diffusion.frame.Magnification;
import io.acuity.events.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultLimitTest {
    @ParameterizedTest
    @CsvSource({"64, 30000, 3000, false", "2.7, 30000, 10000, true", "9.5, 10000, 10000, false"})
    void resultsThatNothingHoldsAreRefused(double factor, int width, int height, boolean masked) {
        assertThatThrownBy(() -> ResultLimit.require(new Magnification(factor), width, height, masked))
                .isInstanceOfSatisfying(
                        JobRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(FailureCode.IMAGE_TOO_LARGE))
                .hasMessageContaining("smaller picture")
                .hasMessageContaining("at scale " + new Magnification(factor));
    }

    @Test
    void largeResultsThatCanBeHeldAreNot() {
        assertThatCode(() -> ResultLimit.require(new Magnification(8), 10_000, 10_000, false))
                .doesNotThrowAnyException();
        assertThatCode(() -> ResultLimit.require(new Magnification(2.7), 10_000, 10_000, true))
                .doesNotThrowAnyException();
    }
}
