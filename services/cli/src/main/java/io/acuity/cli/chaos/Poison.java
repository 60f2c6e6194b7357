package io.acuity.cli.chaos;

import io.acuity.events.FailureCode;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Thirty kinds of records that cannot be worked on, between good jobs on the same partitions. Each must end as a dead letter that names its
 * cause, those that can be read as a failed job as well; no process may end, and no good job fail.
 */
final class Poison implements Fault {
    /** Good jobs to one record of each kind. */
    private static final int JOBS_PER_ROUND = 10;

    private final List<PoisonKind> kinds = PoisonKind.all();
    private final Map<String, PoisonKind> poisoned = new HashMap<>();
    private final List<CompletableFuture<Void>> sent = new ArrayList<>();
    private @Nullable BlobStore store;
    private @Nullable EventPublisher publisher;
    private int strikes;

    @Override
    public int jobs(ChaosPlan plan) {
        int readable = (int) kinds.stream().filter(PoisonKind::isJob).count();
        return plan.jobs() + rounds(plan) * readable;
    }

    private static int rounds(ChaosPlan plan) {
        return Math.ceilDiv(plan.jobs(), JOBS_PER_ROUND);
    }

    @Override
    public void submit(Scene scene, int number, byte[] image) {
        Fault.super.submit(scene, number, image);
        // Spread over the round, so that good and bad lie between each other.
        for (int kind = number % JOBS_PER_ROUND; kind < kinds.size(); kind += JOBS_PER_ROUND) {
            send(scene, kinds.get(kind), image);
        }
        boolean last = number == scene.plan().jobs() - 1;
        for (int missing = number % JOBS_PER_ROUND + 1; last && missing < JOBS_PER_ROUND; missing++) {
            for (int kind = missing; kind < kinds.size(); kind += JOBS_PER_ROUND) {
                send(scene, kinds.get(kind), image);
            }
        }
    }

    private void send(Scene scene, PoisonKind kind, byte[] image) {
        BlobStore blobs = store == null ? BlobStores.open(scene.house().blobs()) : store;
        EventPublisher events =
                publisher == null ? EventPublisher.open(scene.house().kafka()) : publisher;
        store = blobs;
        publisher = events;
        String id = new UUID(scene.random().nextLong(), scene.random().nextLong()).toString();
        PoisonKind.Material material = new PoisonKind.Material(id, image, blobs, scene.random());
        sent.add(events.publish(kind.event(material)).thenRun(() -> {
            if (kind.isJob()) {
                scene.ledger().accepted(id);
            }
        }));
        poisoned.put(id, kind);
        strikes++;
    }

    @Override
    public void act(Scene scene, long nowNanos) {
        // It happens where the jobs are submitted.
    }

    @Override
    public int strikes() {
        return strikes;
    }

    @Override
    public boolean isUnderWay() {
        return sent.stream().anyMatch(each -> !each.isDone());
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        List<String> problems = new ArrayList<>();
        poisoned.forEach((id, kind) -> {
            FailureCode found = scene.ledger().failure(id);
            if (kind.isJob() && found != kind.expected()) {
                problems.add(kind + ": ended with " + found + " instead of " + kind.expected());
            }
        });
        Map<String, Long> expected = new TreeMap<>();
        poisoned.values().forEach(kind -> expected.merge(kind.expected().name(), 1L, Long::sum));
        if (!expected.equals(books.deadLetters())) {
            problems.add("dead letters are " + books.deadLetters() + " instead of " + expected);
        }
        if (books.succeeded() != scene.plan().jobs()) {
            problems.add(books.succeeded() + " of " + scene.plan().jobs() + " good jobs succeeded");
        }
        if (scene.house().restarts() > 0) {
            problems.add("a process had to be started again");
        }
        return problems.stream().distinct().toList();
    }

    @Override
    public void end(Scene scene) {
        if (publisher != null) {
            publisher.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("kinds", kinds.size(), "poisoned", poisoned.size());
    }
}
