package io.acuity.worker.rollout;

import io.acuity.events.AckState;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.Failure;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutEvent;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.model.ModelSlot;
import io.acuity.worker.model.ServingPair;
import io.acuity.worker.upscale.PictureUpscaler;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows checkpoints and rollouts for the models of one worker, settles them one after the other on a thread of its own, and
 * acknowledges each revision: READY or REFUSED. Only the newest event of a model counts; one that is overtaken while it is worked on is
 * not acknowledged. A store that does not answer is asked again, and nothing is acknowledged until it does.
 *
 * <p>Jobs of a model whose rollout stood when the worker started wait for its stable checkpoint, {@link ModelSlot} says how long. When
 * that checkpoint is refused, the bundle of the worker serves: results name their checkpoint, and an answer from an older one is
 * better than none.
 */
public final class RolloutFollower implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RolloutFollower.class);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration CHECKPOINT_MAY_LAG = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Setup setup;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, RolloutGoal> goals = new ConcurrentHashMap<>();
    private final Map<String, ModelSlot> slots = new HashMap<>();
    private final Map<String, CheckpointRollout> rollouts = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-rollouts").factory());
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private volatile boolean caughtUp;

    /**
     * What a follower works with.
     *
     * @param kafka the cluster
     * @param blobStore where bundles of checkpoints lie
     * @param worker name of this worker in acknowledgements
     * @param slots the places whose checkpoints are exchanged; without any, nothing is followed
     * @param upscaler where checkpoints are proved
     * @param publisher takes the acknowledgements; stays the caller's
     */
    public record Setup(
            KafkaSettings kafka,
            URI blobStore,
            String worker,
            Collection<ModelSlot> slots,
            PictureUpscaler upscaler,
            EventPublisher publisher) {}

    private RolloutFollower(Setup setup) {
        this.setup = setup;
    }

    /**
     * Starts following; when this returns, jobs of models with a standing rollout wait for it.
     *
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     * @throws java.util.concurrent.CompletionException if what stands could not be read within half a minute
     */
    public static RolloutFollower follow(Setup setup) {
        RolloutFollower follower = new RolloutFollower(setup);
        try {
            if (!setup.slots().isEmpty()) {
                follower.begin();
            }
            return follower;
        } catch (RuntimeException e) {
            follower.close();
            throw e;
        }
    }

    private void begin() {
        BlobStore store = keep(BlobStores.open(setup.blobStore()));
        CheckpointShelf shelf = new CheckpointShelf(store, CHECKPOINT_MAY_LAG);
        GoldenCheck golden = new GoldenCheck(setup.upscaler());
        for (ModelSlot slot : setup.slots()) {
            slots.put(slot.model(), slot);
            rollouts.put(slot.model(), new CheckpointRollout(slot, new DevicePreparation(slot, shelf, golden)));
        }
        EventTail<CheckpointEvent> checkpoints =
                keep(EventTail.open(setup.kafka(), Topic.CHECKPOINTS, new TailStart.Beginning(), shelf::told));
        EventTail<RolloutEvent> events =
                keep(EventTail.open(setup.kafka(), Topic.ROLLOUTS, new TailStart.Beginning(), this::told));
        var unused = checkpoints
                .caughtUp()
                .thenCombine(events.caughtUp(), (one, other) -> true)
                .orTimeout(CATCH_UP.toSeconds(), TimeUnit.SECONDS)
                .join();
        goals.values().forEach(this::holdJobs);
        caughtUp = true;
        goals.keySet().forEach(this::settleSoon);
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    private void holdJobs(RolloutGoal goal) {
        ModelSlot slot = slots.get(goal.model());
        String stable = goal.stable();
        if (slot != null && stable != null && !stable.equals(slot.ownCheckpoint())) {
            slot.hold();
        }
    }

    /** Takes an event, on the thread of the tail. A tombstone brings back the bundle the worker was started with. */
    private void told(String model, @Nullable RolloutEvent event) {
        if (!slots.containsKey(model)) {
            return;
        }
        RolloutGoal known = goals.get(model);
        goals.put(
                model,
                event == null
                        ? new RolloutGoal(model, known == null ? 0 : known.revision(), null, null, 0)
                        : RolloutGoal.of(event));
        if (caughtUp) {
            settleSoon(model);
        }
    }

    private void settleSoon(String model) {
        settleIn(model, Duration.ZERO, Duration.ofSeconds(1));
    }

    private void settleIn(String model, Duration pause, Duration nextPause) {
        try {
            var unused = thread.schedule(() -> settle(model, nextPause), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.atDebug().addKeyValue("model", model).log("A rollout came while the worker stopped");
        }
    }

    /** The root of the rollouts thread: what fails unforeseen is logged, and the service goes on with what it serves. */
    private void settle(String model, Duration pause) {
        RolloutGoal goal = goals.get(model);
        CheckpointRollout rollout = rollouts.get(model);
        ModelSlot slot = slots.get(model);
        if (goal == null || rollout == null || slot == null || isSettled(rollout.state(), goal)) {
            return;
        }
        try {
            switch (rollout.settle(goal, () -> !goal.equals(goals.get(model)) || thread.isShutdown())) {
                case RolloutState.Ready ready -> settled(goal, slot, AckState.READY, null);
                case RolloutState.Refused refused -> settled(goal, slot, AckState.REFUSED, refused.failure());
                case RolloutState.Waiting waiting -> {
                    Duration doubled = pause.multipliedBy(2);
                    settleIn(model, pause, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
                }
                case RolloutState.Superseded superseded -> {}
                case RolloutState.Unasked unasked -> {}
            }
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("model", model).setCause(e).log("A rollout could not be settled");
            slot.open();
        }
    }

    /** Whether exactly this event was worked on to its end already: a second wake-up has nothing to do. */
    private static boolean isSettled(RolloutState state, RolloutGoal goal) {
        return switch (state) {
            case RolloutState.Ready ready -> ready.goal().equals(goal);
            case RolloutState.Refused refused -> refused.goal().equals(goal);
            case RolloutState.Waiting waiting -> false;
            case RolloutState.Superseded superseded -> false;
            case RolloutState.Unasked unasked -> false;
        };
    }

    private void settled(RolloutGoal goal, ModelSlot slot, AckState state, @Nullable Failure failure) {
        slot.open();
        ServingPair serving = slot.serving();
        var candidate = serving.candidate();
        RolloutAck ack = RolloutAck.newBuilder()
                .setWorker(setup.worker())
                .setModel(goal.model())
                .setRevision(goal.revision())
                .setState(state)
                .setStable(serving.stable().checkpoint())
                .setCandidate(candidate == null ? null : candidate.checkpoint())
                .setFailure(failure)
                .setAt(clock.instant())
                .build();
        publish(ack);
    }

    private void publish(RolloutAck ack) {
        var unused = setup.publisher()
                .publish(Topic.ROLLOUT_ACKS, ack.getWorker() + "/" + ack.getModel(), ack)
                .whenComplete((stored, failure) -> {
                    RolloutGoal goal = goals.get(ack.getModel());
                    if (failure != null && goal != null && goal.revision() == ack.getRevision()) {
                        LOGGER.atWarn()
                                .addKeyValue("model", ack.getModel())
                                .addKeyValue("error", failure.toString())
                                .log("An acknowledgement was not published and is tried again");
                        publishAgain(ack);
                    }
                });
    }

    private void publishAgain(RolloutAck ack) {
        try {
            var unused = thread.schedule(() -> publish(ack), LONGEST_PAUSE.toSeconds(), TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.atDebug().addKeyValue("model", ack.getModel()).log("The worker stops without its acknowledgement");
        }
    }

    /** Stops following. What is being prepared is given up and released. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
                LOGGER.atWarn().log("A rollout did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOGGER.atWarn().addKeyValue("error", e.toString()).log("A part of the rollouts did not close");
            }
        }
    }
}
