package io.acuity.cli.bench.scale;

import io.acuity.events.BlobReference;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.Outcome;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.lane.LaneHandler;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * A worker whose device is a {@link FixedLatencyDevice}; everything around it is real: the request is decoded, its image fetched from the
 * store and verified, a result of a real one's size stored, result and final event published by the lane.
 */
final class FixedLatencyWorker implements LaneHandler {

    private static final int SCALE = 4;

    private final String name;
    private final BlobStore store;
    private final FixedLatencyDevice device;
    private final byte[] resultImage;
    private final Executor threads;
    private final LongAdder started = new LongAdder();

    /**
     * A worker.
     *
     * @param name in results
     * @param store of images
     * @param device what computes
     * @param resultImage stands for every result; each is stamped with its job, so that the store keeps each
     * @param threads what fetching and storing runs on
     */
    FixedLatencyWorker(String name, BlobStore store, FixedLatencyDevice device, byte[] resultImage, Executor threads) {
        this.name = name;
        this.store = store;
        this.device = device;
        this.resultImage = resultImage.clone();
        this.threads = threads;
    }

    /** How many jobs it was given. */
    long jobs() {
        return started.sum();
    }

    @Override
    public CompletableFuture<LaneOutput> handle(LaneRecord record) {
        started.increment();
        return CompletableFuture.supplyAsync(() -> fetched(record), threads)
                .thenCompose(request -> device.compute().thenApplyAsync(computed -> output(request), threads));
    }

    private UpscaleRequest fetched(LaneRecord record) {
        byte[] value = record.value();
        if (value == null) {
            throw new IllegalStateException("The benchmark publishes no deletion marks.");
        }
        UpscaleRequest request = Topic.REQUESTS.codec().decode(value);
        if (store.read((BlobReference) request.getInput()).length == 0) {
            throw new IllegalStateException("An image of the benchmark is empty.");
        }
        return request;
    }

    private LaneOutput output(UpscaleRequest request) {
        byte[] image = resultImage.clone();
        ByteBuffer.wrap(image)
                .putInt(image.length - Integer.BYTES, request.getJobId().hashCode());
        return ended(
                result(request.getJobId(), Outcome.SUCCEEDED)
                        .setOutput(store.put(image, "image/png"))
                        .setWidth(SCALE * ScaleRun.SIDE)
                        .setHeight(SCALE * ScaleRun.SIDE)
                        .build(),
                JobState.SUCCEEDED);
    }

    @Override
    public LaneOutput giveUp(LaneRecord record, Throwable cause) {
        return ended(
                result(record.keyText(), Outcome.FAILED)
                        .setFailure(new Failure(FailureCode.INTERNAL, String.valueOf(cause.getMessage())))
                        .build(),
                JobState.FAILED);
    }

    private UpscaleResult.Builder result(String jobId, Outcome outcome) {
        return UpscaleResult.newBuilder()
                .setJobId(jobId)
                .setOutcome(outcome)
                .setWorker(name)
                .setCompletedAt(Instant.now());
    }

    private LaneOutput ended(UpscaleResult result, JobState state) {
        String jobId = result.getJobId();
        JobEvent event = JobEvent.newBuilder()
                .setJobId(jobId)
                .setState(state)
                .setAt(result.getCompletedAt())
                .setWorker(name)
                .build();
        return LaneOutput.of(
                OutgoingEvent.of(Topic.RESULTS, jobId, result), OutgoingEvent.of(Topic.JOB_EVENTS, jobId, event));
    }
}
