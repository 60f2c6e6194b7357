package io.acuity.streaming.rollout;

import io.acuity.events.CheckpointEvent;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.EventPlace;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.FollowedView;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailListener;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Follows rollouts, their trials and acknowledgements, and the published checkpoints, and holds the newest of each. Safe for
 * any thread; futures complete on the threads of its tails, so what follows on them must not block.
 */
public final class RolloutView implements FollowedView {

    private final ConcurrentNavigableMap<String, RolloutEvent> rollouts = new ConcurrentSkipListMap<>();
    private final Map<String, RolloutTrial> trials = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<String, RolloutAck> acks = new ConcurrentSkipListMap<>();
    // By offset, which is the order of publication.
    private final ConcurrentNavigableMap<Long, CheckpointEvent> checkpoints = new ConcurrentSkipListMap<>();
    private final List<Awaited> awaited = new CopyOnWriteArrayList<>();
    // Closed from last to first.
    private final Deque<EventTail<?>> tails = new ArrayDeque<>();

    private RolloutView() {}

    /**
     * Opens a view.
     *
     * @param kafka the cluster; the topics must exist
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static RolloutView open(KafkaSettings kafka) {
        var view = new RolloutView();
        try {
            view.follow(kafka, Topic.ROLLOUTS, (key, event) -> view.decided(key, event));
            view.follow(kafka, Topic.ROLLOUT_TRIALS, (key, trial) -> put(view.trials, key, trial));
            view.follow(kafka, Topic.ROLLOUT_ACKS, (key, ack) -> put(view.acks, key, ack));
            view.tails.push(EventTail.open(kafka, Topic.CHECKPOINTS, new TailStart.Beginning(), view::published));
            return view;
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return CompletableFuture.allOf(tails.stream().map(EventTail::caughtUp).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletableFuture<Void> ended() {
        return CompletableFuture.anyOf(tails.stream().map(EventTail::ended).toArray(CompletableFuture<?>[]::new))
                .thenAccept(any -> {});
    }

    /**
     * The rollouts of all models.
     *
     * @return by model, without those of which there is only a refusal
     */
    public List<RolloutStatus> all() {
        return rollouts.values().stream()
                .map(this::status)
                .filter(RolloutStatus::isRollout)
                .toList();
    }

    /**
     * The rollout of one model.
     *
     * @param model its name
     * @return empty when nothing was decided about it
     */
    public Optional<RolloutStatus> find(String model) {
        return Optional.ofNullable(rollouts.get(model)).map(this::status);
    }

    /**
     * The published checkpoints.
     *
     * @return without those that were removed, in the order of publication
     */
    public List<CheckpointEvent> checkpoints() {
        return List.copyOf(checkpoints.values());
    }

    /**
     * Waits for an event that is still to come.
     *
     * @param wanted tells it from others; called on the tail's thread
     * @return completes with the first such event from now on; cancel it to wait no longer
     */
    public CompletableFuture<RolloutEvent> next(Predicate<RolloutEvent> wanted) {
        var waits = new Awaited(wanted);
        awaited.add(waits);
        // Also when cancelled or timed out: nobody waits any more.
        var unused = waits.found.whenComplete((event, failure) -> awaited.remove(waits));
        return waits.found;
    }

    /** Stops following. */
    @Override
    public void close() {
        while (!tails.isEmpty()) {
            tails.pop().close();
        }
        awaited.forEach(each -> each.found.cancel(false));
    }

    private <T extends SpecificRecord> void follow(KafkaSettings kafka, Topic<T> topic, TailListener<T> listener) {
        tails.push(EventTail.open(kafka, topic, new TailStart.Beginning(), listener));
    }

    private RolloutStatus status(RolloutEvent event) {
        List<RolloutAck> ofModel = acks.values().stream()
                .filter(ack -> ack.getModel().equals(event.getModel()))
                .sorted(Comparator.comparing(RolloutAck::getWorker))
                .toList();
        return new RolloutStatus(event, trials.get(event.getModel()), ofModel);
    }

    private void decided(String model, @Nullable RolloutEvent event) {
        put(rollouts, model, event);
        if (event != null) {
            awaited.forEach(each -> each.offer(event));
        }
    }

    private void published(EventPlace place, String checkpointId, @Nullable CheckpointEvent event) {
        checkpoints.values().removeIf(earlier -> earlier.getCheckpointId().equals(checkpointId));
        if (event != null) {
            checkpoints.put(place.offset(), event);
        }
    }

    private static <T> void put(Map<String, T> map, String key, @Nullable T value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    // Not a record: two who wait for the same are two.
    private static final class Awaited {
        private final Predicate<RolloutEvent> wanted;
        private final CompletableFuture<RolloutEvent> found = new CompletableFuture<>();

        Awaited(Predicate<RolloutEvent> wanted) {
            this.wanted = wanted;
        }

        void offer(RolloutEvent event) {
            if (wanted.test(event)) {
                found.complete(event);
            }
        }
    }
}
