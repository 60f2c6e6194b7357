package io.acuity.tracker.frames;

import io.acuity.events.BlobReference;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.events.FrameTime;
import java.time.Instant;

/** Requests and outcomes as clients and workers write them. */
final class Frames {

    static final int SEGMENT = 16;

    private Frames() {}

    static FrameRequest request(String clipId, long index) {
        return FrameRequest.newBuilder()
                .setClipId(clipId)
                .setSegment(index / SEGMENT)
                .setIndex(index)
                .setTime(new FrameTime(1001 * index, 1001L, 1, 30_000))
                .setImage(image(clipId, index))
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    static FrameRequest due(String clipId, long index, Instant deadline) {
        return FrameRequest.newBuilder(request(clipId, index))
                .setDeadline(deadline)
                .build();
    }

    static FrameRequest end(String clipId, long frames) {
        return FrameRequest.newBuilder()
                .setClipId(clipId)
                .setSegment(frames / SEGMENT)
                .setIndex(frames)
                .setEnd(true)
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    static FrameResult outcome(String clipId, long index) {
        return outcome(clipId, index, "w1");
    }

    static FrameResult outcome(String clipId, long index, String worker) {
        return FrameResult.newBuilder()
                .setClipId(clipId)
                .setIndex(index)
                .setState(FrameState.UPSCALED)
                .setSegment(index / SEGMENT)
                .setTime(new FrameTime(1001 * index, 1001L, 1, 30_000))
                .setImage(image(clipId, index))
                .setWidth(640)
                .setHeight(480)
                .setWorker(worker)
                .setAt(Instant.EPOCH)
                .build();
    }

    static String key(FrameRequest request) {
        return request.getClipId() + "/" + request.getSegment();
    }

    private static BlobReference image(String clipId, long index) {
        return new BlobReference("frames/" + clipId + "/" + index, "0".repeat(64), 1L, "image/png");
    }
}
