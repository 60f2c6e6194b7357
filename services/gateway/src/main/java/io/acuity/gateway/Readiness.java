package io.acuity.gateway;

import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Whether requests should be sent here: the broker answers, and the board knows every job. */
final class Readiness {

    private final BlockingWork work;
    private final KafkaSettings kafka;
    private final EventTail<?> jobs;

    Readiness(BlockingWork work, KafkaSettings kafka, EventTail<?> jobs) {
        this.work = work;
        this.kafka = kafka;
        this.jobs = jobs;
    }

    Future<Void> check(Vertx vertx) {
        return work.run(vertx, this::obstacle)
                .compose(obstacle -> obstacle.<Future<Void>>map(
                                why -> Future.failedFuture(new RefusedException(new Refusal.NotReady(why))))
                        .orElseGet(Future::succeededFuture));
    }

    /** Why requests should go elsewhere, one sentence; empty when they should not. Blocks for half a second at most. */
    Optional<String> obstacle() {
        if (jobs.ended().isDone()) {
            return Optional.of("The view of all jobs stopped, the log says why; restart this gateway.");
        }
        if (!jobs.caughtUp().isDone()) {
            return Optional.of("The view of all jobs is still being read; ask again in a second.");
        }
        return BrokerProbe.trouble(kafka);
    }
}
