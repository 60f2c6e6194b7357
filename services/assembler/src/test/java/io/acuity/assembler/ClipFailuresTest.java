package io.acuity.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FailureCode;
import io.acuity.video.ClipException;
import io.acuity.video.ClipException.Reason;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "NOT_A_CLIP, UNREADABLE_IMAGE, false",
        "TRUNCATED, UNREADABLE_IMAGE, false",
        "TOO_LARGE, IMAGE_TOO_LARGE, false",
        "NO_ENCODER, INVALID_REQUEST, false",
        "CONTAINER_CANNOT_HOLD, INVALID_REQUEST, false",
        "DISK_FULL, STORE_UNAVAILABLE, true",
        "INTERNAL, INTERNAL, true",
    })
    void whatIsWrongWithAClipIsToldByCodeAndTriedAgainWhereItMayPass(Reason reason, FailureCode code, boolean again) {
        // given
        var failure = new CompletionException(new ClipException(reason, "It is so."));

        // when
        ClipRefusedException refused = ClipFailures.of(failure);

        // then
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.sentence()).isEqualTo("It is so.");
        assertThat(ClipFailures.mayPass(failure)).isEqualTo(again);
    }

    @Test
    void aDiskThatRefusesMayTakeItLater() {
        // when
        ClipRefusedException refused = ClipFailures.of(new IOException("No space left on device"));

        // then
        assertThat(refused.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE);
        assertThat(refused.sentence()).contains("No space left on device");
    }
}
