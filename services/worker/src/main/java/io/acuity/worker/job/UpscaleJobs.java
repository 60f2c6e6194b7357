package io.acuity.worker.job;

import io.acuity.events.Operation;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleRequest;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.Cancellations;
import io.acuity.streaming.failure.FailureTable;
import io.acuity.streaming.lane.DeadLetters;
import io.acuity.streaming.lane.LaneHandler;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Faults;
import io.acuity.streaming.trace.Traces;
import io.acuity.worker.job.JobStoppedException.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the topics of requests: each record runs on a virtual thread of its own from decoding to its result. Bytes that
 * are no request end as a dead letter; every request ends in exactly one result.
 */
public final class UpscaleJobs implements LaneHandler, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(UpscaleJobs.class);

    private final JobRunner runner;
    private final AttentionRunner attention;
    private final JobReports reports;
    private final JobRoom room;
    private final Cancellations cancellations;
    private final PayloadDesk payloads;
    private final Pins pins;
    private final JobTally tally;
    private final Endings endings;
    private final Map<Place, RunningJob> inWork = new ConcurrentHashMap<>();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-deadlines").factory());

    UpscaleJobs(Crew crew, JobRoom room, Cancellations cancellations, PayloadDesk payloads) {
        this.runner = crew.runner();
        this.attention = crew.attention();
        this.reports = crew.reports();
        this.pins = crew.pins();
        this.tally = crew.tally();
        this.endings = crew.endings();
        this.room = room;
        this.cancellations = cancellations;
        this.payloads = payloads;
    }

    /**
     * Who does the work: one runner for each kind of operation, who writes down how it ended, what jobs are pinned to, who counts, and who
     * knows what is done.
     */
    record Crew(
            JobRunner runner,
            AttentionRunner attention,
            JobReports reports,
            Pins pins,
            JobTally tally,
            Endings endings) {}

    @Override
    public CompletableFuture<LaneOutput> handle(LaneRecord record) {
        RunningJob running = new RunningJob(record.context());
        Place place = Place.of(record);
        inWork.put(place, running);
        CompletableFuture<LaneOutput> output = new CompletableFuture<>();
        Thread.ofVirtual().name("acuity-job").start(() -> {
            try {
                output.complete(work(record, running));
            } catch (Throwable e) {
                // The root of the job's thread: whatever ended it is the lane's to retry or to give up. The job stays
                // pinned
                // for that, unless it moved: then the lane asks nothing more of it here.
                if (running.hasMoved()) {
                    pins.end(record.keyText());
                }
                output.completeExceptionally(e);
            } finally {
                inWork.remove(place, running);
            }
        });
        return output;
    }

    @Override
    public LaneOutput giveUp(LaneRecord record, Throwable cause) {
        JobRefusedException failure = Failures.of(cause);
        tally.failed(failure.code());
        UpscaleRequest request = decodable(record);
        Faults.name(record.context(), failure.code(), failure.sentence());
        Traces.note(LOGGER.atLevel(FailureTable.of(failure.code()).logLevel()), record.context())
                .addKeyValue("jobId", request == null ? record.keyText() : request.getJobId())
                .addKeyValue("code", failure.code())
                .addKeyValue("attempt", record.attempt())
                .addKeyValue("error", failure.sentence())
                .log("Job failed");
        if (request == null) {
            return LaneOutput.of(letter(record, failure, null));
        }
        List<OutgoingEvent> letters = FailureTable.of(failure.code()).deadLetter()
                ? List.of(letter(record, failure, request.getJobId()))
                : List.of();
        LaneOutput output = reports.failed(request, failure, pins.pinned(request.getJobId()), letters);
        pins.end(request.getJobId());
        return output;
    }

    @Override
    public boolean hasRoom() {
        return room.any().getAsBoolean();
    }

    @Override
    public boolean hasBackgroundRoom() {
        return room.batch().getAsBoolean();
    }

    @Override
    public void revoked(LaneRecord record) {
        RunningJob running = inWork.get(Place.of(record));
        if (running != null) {
            running.stop(StopReason.MOVED);
        }
        endings.release(record.keyText(), record);
        pins.end(record.keyText());
    }

    @Override
    public void close() {
        inWork.values().forEach(job -> job.stop(StopReason.MOVED));
        deadlines.shutdownNow();
    }

    private LaneOutput work(LaneRecord record, RunningJob running) throws Exception {
        if (record.value() == null) {
            return LaneOutput.of();
        }
        UpscaleRequest request = Topic.REQUESTS.codec().decode(record.value());
        String jobId = request.getJobId();
        if (wasPublishedBefore(jobId, record)) {
            return LaneOutput.of();
        }
        @Nullable ScheduledFuture<?> deadline = watch(request.getDeadline(), running);
        Runnable cancel = () -> running.stop(StopReason.CANCELLED);
        cancellations.enter(jobId, cancel);
        try {
            running.requireWanted();
            LaneOutput output = request.getOperation() == Operation.EXTRACT_ATTENTION
                    ? attention.run(request, record.keyText(), running)
                    : runner.run(request, record.keyText(), running);
            pins.end(jobId);
            return succeeded(jobId, output);
        } catch (JobStoppedException stop) {
            if (stop.reason() == StopReason.MOVED) {
                throw stop;
            }
            Traces.note(LOGGER.atInfo(), record.context())
                    .addKeyValue("jobId", jobId)
                    .addKeyValue("state", stop.reason())
                    .log("Job stopped");
            LaneOutput output = reports.stopped(request, stop, pins.pinned(jobId));
            tally.ended(stop.reason() == StopReason.EXPIRED ? Outcome.EXPIRED : Outcome.CANCELLED);
            pins.end(jobId);
            return output;
        } finally {
            cancellations.leave(jobId, cancel);
            if (deadline != null) {
                deadline.cancel(false);
            }
        }
    }

    // A record under another key is refused later; it must not stand in the way of the job whose id it has.
    private boolean wasPublishedBefore(String jobId, LaneRecord record) {
        boolean again = jobId.equals(record.keyText()) && !endings.claim(jobId, record);
        if (again) {
            LOGGER.atInfo().addKeyValue("jobId", jobId).log("The request was published before and is skipped");
        }
        return again;
    }

    private LaneOutput succeeded(String jobId, LaneOutput output) {
        if (endings.hasEnded(jobId)) {
            // Somebody else was asked as well, and was faster.
            return LaneOutput.of();
        }
        tally.ended(Outcome.SUCCEEDED);
        return output;
    }

    private @Nullable ScheduledFuture<?> watch(@Nullable Instant deadline, RunningJob running) {
        if (deadline == null) {
            return null;
        }
        long millis = Duration.between(Instant.now(), deadline).toMillis();
        if (millis <= 0) {
            running.stop(StopReason.EXPIRED);
            return null;
        }
        return deadlines.schedule(() -> running.stop(StopReason.EXPIRED), millis, TimeUnit.MILLISECONDS);
    }

    private static @Nullable UpscaleRequest decodable(LaneRecord record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return Topic.REQUESTS.codec().decode(record.value());
        } catch (UndecodableRecordException e) {
            return null; // no job then: the dead letter alone tells
        }
    }

    private OutgoingEvent letter(LaneRecord record, JobRefusedException failure, @Nullable String jobId) {
        return DeadLetters.of(
                record,
                new DeadLetters.Cause(failure.code(), failure.sentence(), jobId, payloads.keepOversized(record)));
    }

    private record Place(String topic, int partition, long offset) {
        static Place of(LaneRecord record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }
}
