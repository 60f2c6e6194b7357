package io.acuity.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotasTest {

    @Test
    void whoHasAQuotaOfItsOwnIsUnderNoOther() {
        // when
        Quotas quotas = Quotas.parse(
                List.of("jobs-per-minute=600,under-way=50", "urn:client:ann:under-way=5", "bob: jobs-per-minute = 1"));

        // then
        assertThat(quotas.of("anybody")).isEqualTo(new Quota(600, 50));
        assertThat(quotas.of("urn:client:ann")).isEqualTo(new Quota(null, 5));
        assertThat(quotas.of("bob")).isEqualTo(new Quota(1, null));
    }

    @Test
    void nobodyHasAQuotaUnlessSomebodySaysSo() {
        assertThat(Quotas.parse(List.of()).of("ann")).isEqualTo(Quota.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "600",
                "jobs-per-minute",
                "jobs-per-minute=",
                "jobs-per-minute=x",
                "under-way=0",
                "jobs-per-hour=1",
                "under-way=1,under-way=2",
                "ann:",
                "under-way=1,"
            })
    void whatIsNoQuotaIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> Quotas.parse(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quota")
                .hasMessageEndingWith(".");
    }

    @Test
    void aSecondQuotaForTheSameCallerIsRefused() {
        assertThatThrownBy(() -> Quotas.parse(List.of("ann:under-way=1", "ann:under-way=2")))
                .hasMessageContaining("second for the same caller");
        assertThatThrownBy(() -> Quotas.parse(List.of("under-way=1", "under-way=2")))
                .hasMessageContaining("second for the same caller");
    }
}
