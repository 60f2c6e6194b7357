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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether requests should be sent here: the broker answers, and the board knows every job. Its changes are logged, once each. */
final class Readiness {

    private static final Logger LOGGER = LoggerFactory.getLogger(Readiness.class);

    private final BlockingWork work;
    private final KafkaSettings kafka;
    private final EventTail<?> jobs;
    private final AtomicBoolean ready = new AtomicBoolean();

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
        Optional<String> obstacle = looked();
        boolean before = ready.getAndSet(obstacle.isEmpty());
        if (before && obstacle.isPresent()) {
            LOGGER.atWarn().addKeyValue("error", obstacle.get()).log("The gateway is not ready");
        } else if (!before && obstacle.isEmpty()) {
            LOGGER.atInfo().log("The gateway is ready");
        }
        return obstacle;
    }

    private Optional<String> looked() {
        if (jobs.ended().isDone()) {
            return Optional.of("The view of all jobs stopped, the log says why; restart this gateway.");
        }
        if (!jobs.caughtUp().isDone()) {
            return Optional.of("The view of all jobs is still being read; ask again in a second.");
        }
        return BrokerProbe.trouble(kafka);
    }
}
