package io.acuity.cli.bench;

import io.acuity.events.BlobReference;
import io.acuity.events.Cost;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;

/** Tells of many jobs without anybody working on them: requests, starts and, of nine in ten, results. */
final class RestartJobs implements AutoCloseable {
    static final String CHECKPOINT = "acuity-s-x4@0123456789ab";

    private static final int ON_THE_WAY = 2_000;
    private static final int UNFINISHED_EVERY = 10;
    private static final String HASH = "0123456789abcdef".repeat(4);

    private final int count;
    private final EventPublisher publisher;
    private final Semaphore room = new Semaphore(ON_THE_WAY);
    private final AtomicInteger failures = new AtomicInteger();

    RestartJobs(KafkaSettings kafka, int count) {
        this.count = count;
        this.publisher = EventPublisher.open(kafka);
    }

    /** Name of a job; looks like a gateway's. */
    static String id(int job) {
        return new UUID(0x5ca1_ab1e_0000_4000L + job, 0x8000_0000_0000_0000L | job).toString();
    }

    static boolean isFinished(int job) {
        return job % UNFINISHED_EVERY != 0;
    }

    /** How many jobs have a result. */
    int finished() {
        return count - (count + UNFINISHED_EVERY - 1) / UNFINISHED_EVERY;
    }

    /** Publishes everything; returns when the broker has it. */
    void publish() throws InterruptedException {
        Instant now = Instant.now();
        for (int job = 0; job < count; job++) {
            String id = id(job);
            send(Topic.REQUESTS, id, request(id, now));
            send(Topic.JOB_EVENTS, id, started(id, now, 0));
            if (isFinished(job)) {
                send(Topic.RESULTS, id, result(id));
            }
        }
        settle();
    }

    /** Publishes one event more for each job, which its view tells with all it knew before. */
    void touch(long tilesDone) throws InterruptedException {
        Instant now = Instant.now();
        for (int job = 0; job < count; job++) {
            send(Topic.JOB_EVENTS, id(job), started(id(job), now, tilesDone));
        }
        settle();
    }

    /** The same for the first jobs only. */
    void touchFirst(int jobs, long tilesDone) throws InterruptedException {
        Instant now = Instant.now();
        for (int job = 0; job < jobs; job++) {
            send(Topic.JOB_EVENTS, id(job), started(id(job), now, tilesDone));
        }
        settle();
    }

    private <T extends SpecificRecord> void send(Topic<T> topic, String id, T event) throws InterruptedException {
        room.acquire();
        var unused = publisher.publish(topic, id, event).whenComplete((done, failure) -> {
            if (failure != null) {
                failures.incrementAndGet();
            }
            room.release();
        });
    }

    private void settle() throws InterruptedException {
        room.acquire(ON_THE_WAY);
        room.release(ON_THE_WAY);
        if (failures.get() > 0) {
            throw new IllegalStateException(
                    "The broker did not take " + failures.get() + " events of the benchmark; its log says why.");
        }
    }

    private static UpscaleRequest request(String id, Instant now) {
        return UpscaleRequest.newBuilder()
                .setJobId(id)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(picture("image/jpeg"))
                .setRecipe(Recipe.newBuilder().setModel("acuity-s-x4").build())
                .setSubmittedAt(now)
                .setFingerprint(HASH)
                .build();
    }

    private static JobEvent started(String id, Instant now, long tilesDone) {
        return JobEvent.newBuilder()
                .setJobId(id)
                .setState(JobState.STARTED)
                .setAt(now)
                .setTilesDone(tilesDone)
                .setTilesTotal(1_000_000)
                .setWorker("w1")
                .setCheckpoint(CHECKPOINT)
                .build();
    }

    private static UpscaleResult result(String id) {
        return UpscaleResult.newBuilder()
                .setJobId(id)
                .setOutcome(Outcome.SUCCEEDED)
                .setOutput(picture("image/png"))
                .setWidth(1024)
                .setHeight(768)
                .setCheckpoint(CHECKPOINT)
                .setCheckpointSha256(HASH)
                .setWorker("w1")
                .setCompletedAt(Instant.now())
                .setCost(new Cost(12L, 786_432L, 786_432L, 0L, 5L, 10L, 900L, 40L, 1_000L))
                .build();
    }

    private static BlobReference picture(String mediaType) {
        return BlobReference.newBuilder()
                .setUri("payloads/01/" + HASH)
                .setSha256(HASH)
                .setSize(123_456)
                .setMediaType(mediaType)
                .build();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
