package io.acuity.tracker.rollout;

import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owned by one stream thread; there is one task of it in a whole group of trackers, so it decides alone. Remembers each model
 * in a store and tells every decision. Works at least once: what comes again after a crash is known by its offset or command
 * id, and the newest event of each model is told again after each start, in case it was remembered but not written.
 */
final class RolloutProcessor implements Processor<String, RolloutInput, String, RolloutOutput> {

    static final String ROLLOUTS = "rollouts";
    static final String CHECKPOINTS = "rollout-checkpoints";
    static final Duration TICK = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(RolloutProcessor.class);

    private static final String EARLY = "A record came before the topology was started; report this as a bug.";

    // A tracker that slept did not watch.
    private static final long LONGEST_TICK_MILLIS = 5 * TICK.toMillis();
    // How long a command waits for the event of the checkpoint it names: two topics keep no order between them.
    private static final long LATE_MILLIS = 2_000;

    private final Watch watch;
    private final List<Waiting> waiting = new ArrayList<>();
    // Highest revision seen on the topic by model, and the models whose trial was told.
    private final Map<String, Long> written = new HashMap<>();
    private final Set<String> going = new HashSet<>();
    private @Nullable ProcessorContext<String, RolloutOutput> context;
    private @Nullable KeyValueStore<String, ModelRollout> rollouts;
    private @Nullable KeyValueStore<String, KnownCheckpoint> checkpoints;
    private long lastTick;
    private boolean toldAgain;

    RolloutProcessor(RolloutRules rules) {
        this.watch = new Watch(rules);
    }

    private record Waiting(RolloutCommand command, long until) {}

    @Override
    public void init(ProcessorContext<String, RolloutOutput> started) {
        context = started;
        rollouts = started.getStateStore(ROLLOUTS);
        checkpoints = started.getStateStore(CHECKPOINTS);
        lastTick = started.currentSystemTimeMs();
        started.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, RolloutInput> record) {
        switch (record.value()) {
            case RolloutInput.Asked(RolloutCommand command) -> asked(record.key(), command);
            case RolloutInput.Acked(var ack) ->
                change(ack.getModel(), watch.acknowledged(find(ack.getModel()), ack, now()));
            case RolloutInput.Published published -> published(record.key(), published);
            case RolloutInput.Ended(var outcome) ->
                change(outcome.model(), watch.ended(find(outcome.model()), outcome, this::checkpoint, now()));
            case RolloutInput.Written(RolloutEvent event) -> written(event);
        }
    }

    private void asked(String key, RolloutCommand command) {
        if (!key.equals(command.getModel())) {
            LOGGER.atWarn()
                    .addKeyValue("model", key)
                    .addKeyValue("error", "the record is about " + command.getModel())
                    .log("Skipped a command whose key names another model");
        } else if (CommandDesk.lacksCheckpoint(command, this::checkpoint)) {
            waiting.add(new Waiting(command, context().currentSystemTimeMs() + LATE_MILLIS));
        } else {
            decide(command);
        }
    }

    private void decide(RolloutCommand command) {
        String model = command.getModel();
        change(model, CommandDesk.decide(find(model), command, this::checkpoint, now()));
    }

    private void published(String checkpointId, RolloutInput.Published published) {
        var event = published.event();
        if (event == null) {
            checkpoints().delete(checkpointId);
            return;
        }
        checkpoints().put(checkpointId, KnownCheckpoint.of(event));
        decideWaiting(command -> !CommandDesk.lacksCheckpoint(command.command(), this::checkpoint));
    }

    private void decideWaiting(Predicate<Waiting> isDue) {
        List<Waiting> due = waiting.stream().filter(isDue).toList();
        waiting.removeAll(due);
        due.forEach(each -> decide(each.command()));
    }

    // The topic is the truth that workers follow: what is newer there than here is taken over, and what is older and
    // yet
    // came later, from a tracker that did not know it was replaced, is overwritten.
    private void written(RolloutEvent event) {
        String model = event.getModel();
        ModelRollout rollout = find(model);
        long highest = written.merge(model, event.getRevision(), Math::max);
        if (event.getRevision() > rollout.revision()) {
            LOGGER.atInfo()
                    .addKeyValue("model", model)
                    .addKeyValue("revision", event.getRevision())
                    .log("Took over a rollout from its topic");
            rollouts().put(model, rollout.adopted(event));
        } else if (event.getRevision() < highest) {
            tellAgain(rollout);
        }
    }

    private void tick(long millis) {
        long passed = Math.clamp(millis - lastTick, 0, LONGEST_TICK_MILLIS);
        lastTick = millis;
        decideWaiting(each -> each.until() <= millis);
        List<ModelRollout> all = all();
        if (!toldAgain) {
            toldAgain = true;
            all.forEach(this::tellEverything);
        }
        for (ModelRollout rollout : all) {
            if (rollout.trial() != null) {
                change(rollout.model(), watch.passed(rollout, passed, this::checkpoint, now()));
            }
            tellProgress(rollout.model());
        }
    }

    private List<ModelRollout> all() {
        var all = new ArrayList<ModelRollout>();
        try (var entries = rollouts().all()) {
            entries.forEachRemaining(entry -> all.add(entry.value));
        }
        return all;
    }

    private void change(String model, Change change) {
        ModelRollout known = rollouts().get(model);
        if (!change.next().equals(known)) {
            rollouts().put(model, change.next());
        }
        RolloutEvent event = change.event();
        if (event != null) {
            LOGGER.atInfo()
                    .addKeyValue("model", model)
                    .addKeyValue("revision", event.getRevision())
                    .addKeyValue("decision", event.getDecision())
                    .addKeyValue("reason", event.getReason())
                    .log("Rollout decided");
            forward(model, new RolloutOutput.Decided(event));
            tellProgress(model);
        }
    }

    private void tellEverything(ModelRollout rollout) {
        tellAgain(rollout);
        if (rollout.trial() == null) {
            forward(rollout.model(), new RolloutOutput.Going(null));
        }
    }

    private void tellAgain(ModelRollout rollout) {
        RolloutEvent last = rollout.lastEvent();
        if (last != null) {
            forward(rollout.model(), new RolloutOutput.Decided(last));
        }
    }

    private void tellProgress(String model) {
        ModelRollout rollout = find(model);
        Trial trial = rollout.trial();
        if (trial == null) {
            if (going.remove(model)) {
                forward(model, new RolloutOutput.Going(null));
            }
            return;
        }
        RolloutTrial next = RolloutTrial.newBuilder()
                .setModel(model)
                .setCandidate(trial.candidate())
                .setRevision(trial.revision())
                .setWatchedMs(trial.watchedMillis())
                .setStableEvidence(trial.stableSide().evidence())
                .setCandidateEvidence(trial.candidateSide().evidence())
                .setVerdict("Undecided "
                        + watch.verdict(rollout, trial, this::checkpoint).why())
                .setAt(now())
                .build();
        going.add(model);
        forward(model, new RolloutOutput.Going(next));
    }

    private ModelRollout find(String model) {
        ModelRollout known = rollouts().get(model);
        return known == null ? ModelRollout.unknown(model) : known;
    }

    private @Nullable KnownCheckpoint checkpoint(String checkpointId) {
        return checkpoints().get(checkpointId);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private void forward(String model, RolloutOutput output) {
        context().forward(new Record<>(model, output, context().currentSystemTimeMs()));
    }

    private ProcessorContext<String, RolloutOutput> context() {
        if (context == null) {
            throw new IllegalStateException(EARLY);
        }
        return context;
    }

    private KeyValueStore<String, ModelRollout> rollouts() {
        if (rollouts == null) {
            throw new IllegalStateException(EARLY);
        }
        return rollouts;
    }

    private KeyValueStore<String, KnownCheckpoint> checkpoints() {
        if (checkpoints == null) {
            throw new IllegalStateException(EARLY);
        }
        return checkpoints;
    }
}
