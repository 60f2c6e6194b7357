package io.acuity.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.InlinePayload;
import io.acuity.events.Operation;
import io.acuity.events.Recipe;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.streaming.topics.Priority;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
        Recipe bound = Recipe.newBuilder(recipe).setLowerBound(0.2).build();
        Recipe anyScale = Recipe.newBuilder(recipe).setMagnification(2.7).build();
        Recipe extractor = Recipe.newBuilder(recipe).setAttention("edges").build();
        String first = fingerprint("aa", null, Operation.RESIDUAL_SHIFT, recipe);

        // then: gateways of any version agree where nothing was added
        assertThat(first).isEqualTo("602084384426aecb34b2ca7b2de212d62a27c8a3ba23f9ac58d94ab2ac539461");
        assertThat(fingerprint("ab", null, Operation.RESIDUAL_SHIFT, recipe)).isNotEqualTo(first);
        assertThat(fingerprint("aa", "map", Operation.RESIDUAL_SHIFT, recipe)).isNotEqualTo(first);
        assertThat(fingerprint("aa", null, Operation.MASKED_DIFFUSION, recipe)).isNotEqualTo(first);
        for (Recipe changed : new Recipe[] {other, bound, anyScale, extractor}) {
            assertThat(fingerprint("aa", null, Operation.RESIDUAL_SHIFT, changed))
                    .isNotEqualTo(first);
        }
    }

    private static String fingerprint(String image, @Nullable String map, Operation operation, Recipe recipe) {
        return JobIds.fingerprint(new Upload(
                stored(image),
                map == null ? null : stored(map),
                new UpscaleOptions(operation, recipe, false, null, Priority.INTERACTIVE, null)));
    }

    private static PayloadUpload.Stored stored(String sha256) {
        return new PayloadUpload.Stored(new InlinePayload("image/png", ByteBuffer.allocate(1)), sha256, 1);
    }
}
