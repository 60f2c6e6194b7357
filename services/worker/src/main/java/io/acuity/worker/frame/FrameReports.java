package io.acuity.worker.frame;

import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.job.JobRefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Builds what a frame leaves behind. */
final class FrameReports {
    private final String worker;
    private final Clock clock;

    FrameReports(String worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /** Whether a frame is not worth computing any more. */
    boolean isLate(FrameRequest request) {
        return request.getDeadline() != null && clock.instant().isAfter(request.getDeadline());
    }

    OutgoingEvent upscaled(FrameRequest request, ComputedFrame frame, Object image) {
        return event(result(request, FrameState.UPSCALED)
                .setImage(image)
                .setWidth(frame.pixels().width())
                .setHeight(frame.pixels().height())
                .setTiles(frame.changes().tiles())
                .setTilesReused(frame.changes().skipped())
                .setCheckpoint(frame.model().checkpoint())
                .setCost(cost(request, frame))
                .build());
    }

    OutgoingEvent late(FrameRequest request) {
        return gap(request, "was not begun before its deadline; add workers or give it more time.");
    }

    OutgoingEvent cancelled(FrameRequest request) {
        return gap(request, "was not upscaled, because the clip was cancelled.");
    }

    private OutgoingEvent gap(FrameRequest request, String why) {
        String sentence = "Frame " + request.getIndex() + " of clip " + request.getClipId() + " " + why;
        Failure failure = new Failure(FailureCode.INVALID_REQUEST, sentence);
        return event(result(request, FrameState.GAP).setFailure(failure).build());
    }

    OutgoingEvent failed(FrameRequest request, JobRefusedException cause) {
        return event(result(request, FrameState.FAILED)
                .setFailure(new Failure(cause.code(), cause.sentence()))
                .build());
    }

    private Cost cost(FrameRequest request, ComputedFrame frame) {
        long total = Duration.between(request.getSubmittedAt(), clock.instant()).toMillis();
        return Cost.newBuilder()
                .setNetworkCalls(frame.sums().calls())
                .setNetworkPixels(frame.sums().pixels())
                .setDenseNetworkPixels(frame.densePixels())
                .setEncoderPixels(frame.sums().encoderPixels())
                .setQueueMs(0)
                .setDecodeMs(0)
                .setComputeMs(TimeUnit.NANOSECONDS.toMillis(frame.sums().computeNanos()))
                .setEncodeMs(0)
                .setTotalMs(Math.max(0, total)) // clocks of two machines differ
                .build();
    }

    private FrameResult.Builder result(FrameRequest request, FrameState state) {
        return FrameResult.newBuilder()
                .setClipId(request.getClipId())
                .setIndex(request.getIndex())
                .setSegment(request.getSegment())
                .setState(state)
                .setTime(request.getTime())
                .setWorker(worker)
                .setAt(clock.instant());
    }

    private static OutgoingEvent event(FrameResult result) {
        return OutgoingEvent.of(Topic.FRAME_OUTCOMES, result.getClipId(), result);
    }
}
