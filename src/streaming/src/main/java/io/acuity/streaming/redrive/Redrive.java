package io.acuity.streaming.redrive;

import io.acuity.events.BlobReference;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.JobView;
import io.acuity.events.UpscaleRequest;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.failure.FailureTable;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Priority;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of dead letters that are to be driven again. Requests come back as jobs of their own, without the old one's
 * deadline and idempotency key, with its id as a label; a letter gives the same new job however often it is driven, so that whoever knows
 * the jobs can leave out what was driven already. Safe for several threads.
 */
public final class Redrive {

    /** The label that carries the id of the job that failed. */
    public static final String LABEL = "redriveOf";

    private final Function<BlobReference, byte[]> originals;
    private final Clock clock;

    /**
     * Creates the rules.
     *
     * @param originals reads records that were too large for their letter; may throw {@link BlobException}
     * @param clock when jobs are submitted anew
     */
    public Redrive(Function<BlobReference, byte[]> originals, Clock clock) {
        this.originals = originals;
        this.clock = clock;
    }

    /**
     * Reads all dead letters there are.
     *
     * @param kafka the cluster
     * @return in the order in which they were written
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static List<PlacedLetter> letters(KafkaSettings kafka) {
        var found = new CopyOnWriteArrayList<PlacedLetter>();
        try (EventTail<DeadLetter> tail =
                EventTail.open(kafka, Topic.DEAD_LETTERS, new TailStart.Beginning(), (place, key, letter) -> {
                    if (letter != null) {
                        found.add(new PlacedLetter(place, letter));
                    }
                })) {
            CompletableFuture.anyOf(tail.caughtUp(), tail.ended()).join();
        }
        return List.copyOf(found);
    }

    /**
     * Reads which jobs the tracker knows.
     *
     * @param kafka the cluster
     * @return their ids
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static Set<String> knownJobs(KafkaSettings kafka) {
        Set<String> known = ConcurrentHashMap.newKeySet();
        try (EventTail<JobView> tail =
                EventTail.open(kafka, Topic.JOBS, new TailStart.Beginning(), (place, key, view) -> {
                    if (view != null) {
                        known.add(key);
                    }
                })) {
            CompletableFuture.anyOf(tail.caughtUp(), tail.ended()).join();
        }
        return Set.copyOf(known);
    }

    /**
     * Whether a second try may go otherwise though the record is the same: when the surroundings were at fault.
     *
     * @param code why the record failed
     * @return true for failures that pass, bad checkpoints, and webhooks that nobody heard
     */
    public static boolean mayPass(FailureCode code) {
        return FailureTable.of(code).retryable()
                || code == FailureCode.CORRUPT_CHECKPOINT
                || code == FailureCode.WEBHOOK_UNDELIVERED;
    }

    /**
     * What becomes of a letter.
     *
     * @param placed the letter
     * @return what to publish, or why nothing
     */
    public Fate of(PlacedLetter placed) {
        DeadLetter letter = placed.letter();
        try {
            byte[] original = original(letter);
            if (original == null) {
                return new Fate.Stays("The original is not in the letter; it lay on " + letter.getTopic() + "-"
                        + letter.getPartition() + "@" + letter.getOffset() + ".");
            }
            Optional<Priority> priority = Priority.of(letter.getTopic());
            if (priority.isPresent()) {
                return anotherJob(placed, priority.get().topic(), original);
            }
            if (letter.getTopic().equals(Topic.WEBHOOKS.name())) {
                return new Fate.SameRecord(new OutgoingEvent(
                        letter.getTopic(),
                        bytes(letter.getOriginalKey()),
                        original,
                        placed.place().carrier()));
            }
        } catch (UndecodableRecordException e) {
            return new Fate.Stays(
                    "The original does not decode, and would not the next time; whoever wrote it must mend it.");
        } catch (BlobException e) {
            return new Fate.Stays("The original cannot be read: " + e.getMessage());
        }
        return new Fate.Stays(stays(letter.getTopic()));
    }

    private static String stays(String topic) {
        return topic.equals(Topic.FRAMES.name())
                ? "Frames come again when the clip is given again; their places in it are taken until then."
                : "Records of " + topic + " are published anew by who wrote them, not driven again.";
    }

    private Fate anotherJob(PlacedLetter placed, Topic<UpscaleRequest> topic, byte[] original) {
        UpscaleRequest request = topic.codec().decode(original);
        String jobId = jobId(placed);
        Map<String, String> labels = new HashMap<>(request.getLabels());
        labels.put(LABEL, request.getJobId());
        UpscaleRequest anew = UpscaleRequest.newBuilder(request)
                .setJobId(jobId)
                .setSubmittedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setDeadline(null)
                .setIdempotencyKey(null)
                .setLabels(labels)
                .build();
        // In the trace of the job that failed.
        return new Fate.AnotherJob(
                jobId,
                OutgoingEvent.of(topic, jobId, anew).within(placed.place().carrier()));
    }

    /** Named by where the letter lies, and by when it was written: a topic that was made anew counts from zero again. */
    private static String jobId(PlacedLetter placed) {
        String name = "redrive/" + placed.place().partition() + "/"
                + placed.place().offset() + "/" + placed.letter().getAt().toEpochMilli();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private byte @Nullable [] original(DeadLetter letter) {
        BlobReference reference = letter.getOriginalReference();
        return reference == null ? bytes(letter.getOriginalValue()) : originals.apply(reference);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
