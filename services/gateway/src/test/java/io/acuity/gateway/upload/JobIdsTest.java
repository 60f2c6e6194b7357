package io.acuity.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.Recipe;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIdsTest {

    @Test
    void oneKeyOfOneCallerIsOneJobEverywhere() {
        // when
        String first = JobIds.ofKey("Bearer a", "key");

        // then
        assertThat(first).isEqualTo(JobIds.ofKey("Bearer a", "key"));
        assertThat(first).isNotEqualTo(JobIds.ofKey("Bearer b", "key"));
        assertThat(first).isNotEqualTo(JobIds.ofKey("Bearer a", "yek"));
        assertThat(JobIds.ofKey("a", "b")).isNotEqualTo(JobIds.ofKey(null, "ab"));
        assertThat(UUID.fromString(first).version()).isEqualTo(8);
        assertThat(UUID.fromString(first).variant()).isEqualTo(2);
    }

    @Test
    void theFingerprintChangesWithImageAndOptions() {
        // given
        Recipe recipe = Recipe.newBuilder().setModel("m").build();
        Recipe other = Recipe.newBuilder(recipe).setSeed(1).build();

        // then
        assertThat(JobIds.fingerprint("aa", recipe)).isEqualTo(JobIds.fingerprint("aa", recipe));
        assertThat(JobIds.fingerprint("aa", recipe)).isNotEqualTo(JobIds.fingerprint("ab", recipe));
        assertThat(JobIds.fingerprint("aa", recipe)).isNotEqualTo(JobIds.fingerprint("aa", other));
    }
}
