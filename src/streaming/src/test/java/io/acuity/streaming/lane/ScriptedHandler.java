package io.acuity.streaming.lane;

import io.acuity.events.FailureCode;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A handler that does what its test says and remembers what it was asked. */
final class ScriptedHandler implements LaneHandler {

    final List<String> started = new CopyOnWriteArrayList<>();
    final List<String> revoked = new CopyOnWriteArrayList<>();
    final Map<String, CompletableFuture<LaneOutput>> open = new ConcurrentHashMap<>();
    volatile boolean room = true;
    private final Function<LaneRecord, CompletableFuture<LaneOutput>> script;

    private ScriptedHandler(Function<LaneRecord, CompletableFuture<LaneOutput>> script) {
        this.script = script;
    }

    /** Answers each record as the script says. */
    static ScriptedHandler of(Function<LaneRecord, CompletableFuture<LaneOutput>> script) {
        return new ScriptedHandler(script);
    }

    /** Finishes every record at once. */
    static ScriptedHandler immediate() {
        return new ScriptedHandler(record -> CompletableFuture.completedFuture(done(record.keyText())));
    }

    /** Leaves every record open until the test finishes it. */
    static ScriptedHandler manual() {
        return new ScriptedHandler(record -> new CompletableFuture<>());
    }

    @Override
    public CompletableFuture<LaneOutput> handle(LaneRecord record) {
        started.add(record.keyText());
        var future = script.apply(record);
        open.put(record.keyText(), future);
        return future;
    }

    @Override
    public LaneOutput giveUp(LaneRecord record, Throwable cause) {
        var letter =
                DeadLetters.of(record, DeadLetters.Cause.of(FailureCode.INTERNAL, String.valueOf(cause.getMessage())));
        return LaneOutput.of(letter, result(record.keyText(), Outcome.FAILED));
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void revoked(LaneRecord record) {
        revoked.add(record.keyText());
    }

    void finish(String key) {
        CompletableFuture<LaneOutput> future = open.get(key);
        if (future == null) {
            throw new AssertionError(key + " was never started");
        }
        future.complete(done(key));
    }

    static LaneOutput done(String key) {
        return LaneOutput.of(result(key, Outcome.SUCCEEDED));
    }

    private static OutgoingEvent result(String key, Outcome outcome) {
        var result = UpscaleResult.newBuilder()
                .setJobId(key)
                .setOutcome(outcome)
                .setWorker("test")
                .setCompletedAt(Instant.now())
                .build();
        return OutgoingEvent.of(Topic.RESULTS, key, result);
    }
}
