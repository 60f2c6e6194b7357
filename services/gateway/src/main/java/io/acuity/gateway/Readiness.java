package io.acuity.gateway;

import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.BrokerUnreachableException;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Whether requests should be sent here: the broker answers, and the board knows every job. */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final BlockingWork work;
    private final KafkaSettings kafka;
    private final EventTail<?> jobs;

    Readiness(BlockingWork work, KafkaSettings kafka, EventTail<?> jobs) {
        this.work = work;
        this.kafka = kafka;
        this.jobs = jobs;
    }

    Future<Void> check(Vertx vertx) {
        if (jobs.ended().isDone()) {
            return notReady("The view of all jobs stopped, the log says why; restart this gateway.");
        }
        if (!jobs.caughtUp().isDone()) {
            return notReady("The view of all jobs is still being read; ask again in a second.");
        }
        return work.<Boolean>run(vertx, () -> {
                    BrokerProbe.requireReachable(kafka, PATIENCE);
                    return true;
                })
                .recover(cause -> Future.failedFuture(
                        cause instanceof BrokerUnreachableException
                                ? new RefusedException(new Refusal.NotReady(String.valueOf(cause.getMessage())), cause)
                                : cause))
                .mapEmpty();
    }

    private static Future<Void> notReady(String detail) {
        return Future.failedFuture(new RefusedException(new Refusal.NotReady(detail)));
    }
}
