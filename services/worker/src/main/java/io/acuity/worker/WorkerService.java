package io.acuity.worker;

import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.Cancellations;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.lane.Lane;
import io.acuity.streaming.lane.LaneKind;
import io.acuity.streaming.lane.LaneSettings;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.lane.RetryPolicy;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.frame.FrameDesk;
import io.acuity.worker.job.Failures;
import io.acuity.worker.job.JobDesk;
import io.acuity.worker.job.JobRoom;
import io.acuity.worker.job.JobTally;
import io.acuity.worker.rollout.RolloutFollower;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes requests from the lane, runs them through its device, publishes results, and exchanges its checkpoints as rollouts
 * say. Starts and stops whole.
 */
public final class WorkerService implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerService.class);

    /** The consumer group all workers share. */
    public static final String GROUP = "acuity-workers";

    /** The share group of workers on the elastic lane; a group is of one kind for good. */
    public static final String ELASTIC_GROUP = "acuity-elastic-workers";

    /** The same for frames of clips. */
    public static final String FRAME_GROUP = "acuity-frame-workers";

    private static final Duration DRAIN = Duration.ofSeconds(5);
    /** Frames in work: enough to fetch and store beside the device, few enough to hold decoded. */
    private static final int FRAMES_IN_FLIGHT = 8;
    /** Hands on the elastic lane: each is a member of the group, of which a broker takes 200 unless it is told otherwise. */
    private static final int HANDS = 8;

    // Closed from last to first.
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final WorkerDevice device;
    private final Lane lane;
    private final JobTally tally;
    private final KafkaSettings kafka;

    private WorkerService(WorkerSettings settings, WorkerDevice device) {
        this.device = opened(device);
        this.kafka = settings.kafka();
        long mostPixels = settings.scheduler().maxPixelsInFlight();
        BooleanSupplier hasRoom = () -> device.pixelsInFlight() < mostPixels;
        // Half of it stays free for those who wait.
        BooleanSupplier hasBatchRoom = () -> device.pixelsInFlight() < Math.max(1, mostPixels / 2);
        try {
            TopicAdmin.ensure(settings.kafka());
            Cancellations cancellations = opened(Cancellations.follow(settings.kafka()));
            JobDesk desk = opened(JobDesk.open(new JobDesk.Setup(
                    settings.kafka(),
                    settings.blobStore(),
                    settings.slot(),
                    settings.limits(),
                    device.models(),
                    device.extractors(),
                    device.upscaler(),
                    new JobRoom(hasRoom, hasBatchRoom),
                    cancellations)));
            tally = desk.tally();
            FrameDesk frames = opened(frames(settings, hasRoom, cancellations));
            // Before the lanes: the first job already finds the checkpoint that stands, or waits for it.
            opened(RolloutFollower.follow(new RolloutFollower.Setup(
                    settings.kafka(),
                    settings.blobStore(),
                    settings.slot(),
                    device.models().slots(),
                    device.upscaler(),
                    desk.publisher())));
            opened(Lane.start(
                    LaneKind.ORDERED, lane(settings, Topic.FRAMES, FRAME_GROUP, FRAMES_IN_FLIGHT), frames.jobs()));
            lane = opened(Lane.start(settings.lane(), requests(settings), desk.jobs()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private FrameDesk frames(WorkerSettings settings, BooleanSupplier hasRoom, Cancellations cancellations) {
        return FrameDesk.open(new FrameDesk.Setup(
                settings.blobStore(),
                settings.slot(),
                settings.limits(),
                device.models(),
                device.upscaler(),
                hasRoom,
                cancellations,
                settings.kafka().traces()));
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Starts a worker; it takes requests when this returns, while its models may still be loading.
     *
     * @throws io.acuity.checkpoints.UnknownModelException if a model does not exist
     * @throws io.acuity.checkpoints.CorruptCheckpointException if a model fails its hash
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static WorkerService start(WorkerSettings settings) {
        return start(settings, WorkerDevice.open(settings.models(), settings.precision(), settings.scheduler()));
    }

    /** Starts a worker on a device that is open already; the worker closes it, also when it cannot start. */
    public static WorkerService start(WorkerSettings settings, WorkerDevice device) {
        return new WorkerService(settings, device);
    }

    private static LaneSettings requests(WorkerSettings settings) {
        return switch (settings.lane()) {
            case ORDERED -> requests(settings, GROUP, settings.maxInFlight());
            case ELASTIC -> requests(settings, ELASTIC_GROUP, Math.min(HANDS, settings.maxInFlight()));
        };
    }

    private static LaneSettings requests(WorkerSettings settings, String group, int inFlight) {
        return lane(settings, Topic.REQUESTS, group, inFlight).withBackground(Topic.BATCH_REQUESTS.name());
    }

    private static LaneSettings lane(WorkerSettings settings, Topic<?> topic, String group, int inFlight) {
        return LaneSettings.of(settings.kafka(), topic.name(), group, settings.slot())
                .withMaxInFlight(inFlight)
                .withRetry(RetryPolicy.threeTimes(Failures::mayPass).outlasting(Failures::isOutage))
                .withDrain(DRAIN);
    }

    /** How the lane is doing, for health checks. */
    public LaneState state() {
        return lane.state();
    }

    /** Whether its broker is out of reach now, one sentence, for health checks; a worker without work does not notice by itself. */
    public Optional<String> brokerTrouble() {
        return BrokerProbe.trouble(kafka);
    }

    /** LR pixels of all pictures submitted to the device and not ended. */
    public long pixelsInFlight() {
        return device.pixelsInFlight();
    }

    /** How jobs ended here. */
    public JobTally tally() {
        return tally;
    }

    /** Nanoseconds in which the device was at work since it was opened. */
    public long deviceBusyNanos() {
        return device.busyNanos();
    }

    /** Finishes jobs in work, within seconds, and stops; what is not finished is done by the next worker. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("A part of the worker did not close");
            }
        }
    }
}
