package io.acuity.cli.chaos;

import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.lane.LaneHandler;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.lane.LaneSettings;
import io.acuity.streaming.lane.OrderedLane;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.WorkerService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that join the workers' group every so often, take jobs, finish none, and leave: each time the partitions move twice. The members
 * are lanes of this process, so that joining costs nothing but the rebalance.
 */
final class RebalanceStorm implements Fault {
    private static final Logger LOGGER = LoggerFactory.getLogger(RebalanceStorm.class);
    private static final Duration STAY = Duration.ofMillis(1_500);

    private final Pace pace;
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger();
    private final ExecutorService members = Executors.newVirtualThreadPerTaskExecutor();

    RebalanceStorm(Duration every) {
        this.pace = Pace.every(every);
    }

    /** Takes everything and finishes nothing. */
    private final class Idler implements LaneHandler {
        @Override
        public CompletableFuture<LaneOutput> handle(LaneRecord record) {
            taken.incrementAndGet();
            return new CompletableFuture<>();
        }

        @Override
        public LaneOutput giveUp(LaneRecord record, Throwable cause) {
            throw new IllegalStateException("Nothing that was taken ever ends here.", cause);
        }
    }

    @Override
    public void act(Scene scene, long nowNanos) {
        if (pace.take(nowNanos)) {
            KafkaSettings kafka = scene.house().kafka();
            String slot = "storm" + joined.incrementAndGet();
            present.incrementAndGet();
            var unused = members.submit(() -> visit(kafka, slot));
        }
    }

    private void visit(KafkaSettings kafka, String slot) {
        LaneSettings settings = LaneSettings.of(kafka, Topic.REQUESTS.name(), WorkerService.GROUP, slot);
        try (OrderedLane lane = OrderedLane.start(settings, new Idler())) {
            TimeUnit.NANOSECONDS.sleep(STAY.toNanos());
            LOGGER.atDebug()
                    .addKeyValue("slot", slot)
                    .addKeyValue("state", lane.state())
                    .log("A member leaves");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            present.decrementAndGet();
        }
    }

    @Override
    public int strikes() {
        return joined.get();
    }

    @Override
    public boolean isUnderWay() {
        return present.get() > 0;
    }

    @Override
    public void end(Scene scene) {
        members.shutdownNow();
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        List<String> problems = new ArrayList<>(Fault.super.problems(scene, books));
        if (taken.get() == 0) {
            problems.add("the members that joined got no job, so nothing was proved; raise --jobs");
        }
        return problems;
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("joined", joined.get(), "jobsTakenAndDropped", taken.get());
    }
}
