package io.acuity.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookoutTest {

    private static final long OFTEN = 5;

    private final CountDownLatch over = new CountDownLatch(1);
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void oneThatHangsKeepsNoOtherFromLookingAndIsNotSentAgain() {
        // given
        var hung = new AtomicInteger();
        var looked = new AtomicInteger();

        // when: an issuer that answers once and never again
        Lookout.begin(vertx, "issuer", OFTEN, () -> {
            if (hung.incrementAndGet() > 1) {
                awaitEnd();
            }
        });
        Lookout.begin(vertx, "keys", OFTEN, looked::incrementAndGet);

        // then
        await().untilAsserted(() -> {
            assertThat(hung).hasValue(2);
            assertThat(looked).hasValueGreaterThan(20);
        });
        assertThat(hung).hasValue(2);
    }

    @Test
    void aLookThatFailsIsNotTheLast() {
        // given
        var looked = new AtomicInteger();

        // when
        Lookout.begin(vertx, "keys", OFTEN, () -> {
            if (looked.incrementAndGet() == 2) {
                throw new IllegalStateException("once");
            }
        });

        // then
        await().untilAsserted(() -> assertThat(looked).hasValueGreaterThan(5));
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
