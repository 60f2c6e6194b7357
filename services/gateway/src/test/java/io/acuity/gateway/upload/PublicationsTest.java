package io.acuity.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class PublicationsTest {
    private final Publications<String> publications = new Publications<>();
    private final Promise<String> stored = Promise.promise();

    @Test
    void whoSubmitsAgainWaitsForTheFirstAcknowledgement() {
        // given
        Future<String> first = publications.begin("job", stored::future);

        // when
        Future<String> second = publications.of("job").orElseThrow();
        boolean promisedEarly = second.isComplete();
        stored.complete("view");

        // then
        assertThat(promisedEarly).isFalse();
        assertThat(first.result()).isEqualTo("view");
        assertThat(second.result()).isEqualTo("view");
        assertThat(publications.of("job")).isEmpty();
    }

    @Test
    void whatTheBrokerDoesNotTakeFailsForEverybodyAndMayBeTriedAnew() {
        // given
        publications.begin("job", stored::future);
        Future<String> second = publications.of("job").orElseThrow();

        // when
        stored.fail("no broker");

        // then
        assertThat(second.failed()).isTrue();
        assertThat(publications.of("job")).isEmpty();
        assertThat(publications
                        .begin("job", () -> Future.succeededFuture("view"))
                        .result())
                .isEqualTo("view");
    }
}
