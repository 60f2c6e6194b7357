package io.acuity.cli.chaos;

import io.acuity.streaming.ClusterHealth;
import io.acuity.streaming.KafkaSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks a cluster how it is, on a thread of its own since the answer may take seconds. One question at a time: an old answer must not be
 * taken for a new one.
 */
final class ClusterLookout {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Pace pace = Pace.every(EVERY);
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicReference<Optional<ClusterHealth>> found = new AtomicReference<>(Optional.empty());

    /** Asks, if nobody is asking and the last question was a while ago. */
    void look(KafkaSettings kafka, long nowNanos) {
        if (pace.take(nowNanos) && asking.compareAndSet(false, true)) {
            Thread.ofVirtual().start(() -> {
                found.set(ClusterHealth.look(kafka));
                asking.set(false);
            });
        }
    }

    /** The last answer; empty before the first. */
    Optional<ClusterHealth> found() {
        return found.get();
    }

    /** What was found no longer holds. */
    void forget() {
        found.set(Optional.empty());
    }
}
