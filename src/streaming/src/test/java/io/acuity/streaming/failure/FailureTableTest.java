package io.acuity.streaming.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FailureCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

class FailureTableTest {

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void everyCodeHasARule(FailureCode code) {
        // when
        FailureRule rule = FailureTable.of(code);

        // then
        assertThat(rule.code()).isEqualTo(code);
        assertThat(rule.httpStatus()).isBetween(400, 599);
        assertThat(rule.deadLetter()).isTrue();
        // what the caller did wrong stays wrong
        assertThat(rule.retryable() && rule.httpStatus() < 500).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "UNDECODABLE_RECORD,400",
        "IMAGE_TOO_LARGE,413",
        "UNREADABLE_IMAGE,422",
        "PAYLOAD_CORRUPT,422",
        "STORE_UNAVAILABLE,503",
        "INTERNAL,500"
    })
    void statusesAreThePublishedOnes(FailureCode code, int status) {
        assertThat(FailureTable.of(code).httpStatus()).isEqualTo(status);
    }

    @Test
    void onlyOurOwnFaultsAreErrors() {
        assertThat(FailureTable.of(FailureCode.INVALID_REQUEST).logLevel()).isEqualTo(Level.INFO);
        assertThat(FailureTable.of(FailureCode.INTERNAL).logLevel()).isEqualTo(Level.ERROR);
        assertThat(FailureTable.of(FailureCode.CORRUPT_CHECKPOINT).retryable()).isFalse();
    }
}
