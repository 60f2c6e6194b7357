package io.acuity.worker;

import io.acuity.streaming.lane.LaneSettings;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.lane.OrderedLane;
import io.acuity.streaming.lane.RetryPolicy;
import io.acuity.streaming.topics.Topic;
import io.acuity.worker.job.Failures;
import io.acuity.worker.job.JobDesk;
import io.acuity.worker.rollout.RolloutFollower;
import java.time.Duration;

/**
 * A worker: takes requests from the lane, runs them through its device, publishes results, and exchanges its checkpoints as rollouts
 * say. Starts and stops whole.
 */
public final class WorkerService implements AutoCloseable {
    /** The consumer group all workers share. */
    public static final String GROUP = "acuity-workers";

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final WorkerDevice device;
    private final JobDesk desk;
    private final RolloutFollower rollouts;
    private final OrderedLane lane;

    private WorkerService(WorkerDevice device, JobDesk desk, RolloutFollower rollouts, OrderedLane lane) {
        this.device = device;
        this.desk = desk;
        this.rollouts = rollouts;
        this.lane = lane;
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
        try {
            JobDesk desk = JobDesk.open(new JobDesk.Setup(
                    settings.kafka(),
                    settings.blobStore(),
                    settings.slot(),
                    settings.limits(),
                    device.models(),
                    device.extractors(),
                    device.upscaler(),
                    () -> device.pixelsInFlight() < settings.scheduler().maxPixelsInFlight()));
            return startOn(settings, device, desk);
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private static WorkerService startOn(WorkerSettings settings, WorkerDevice device, JobDesk desk) {
        RolloutFollower rollouts = null;
        try {
            // Before the lane: the first job already finds the checkpoint that stands, or waits for it.
            rollouts = RolloutFollower.follow(new RolloutFollower.Setup(
                    settings.kafka(),
                    settings.blobStore(),
                    settings.slot(),
                    device.models().slots(),
                    device.upscaler(),
                    desk.publisher()));
            return new WorkerService(device, desk, rollouts, openLane(settings, desk));
        } catch (RuntimeException e) {
            if (rollouts != null) {
                rollouts.close();
            }
            desk.close();
            throw e;
        }
    }

    private static OrderedLane openLane(WorkerSettings settings, JobDesk desk) {
        LaneSettings lane = LaneSettings.of(settings.kafka(), Topic.REQUESTS.name(), GROUP, settings.slot())
                .withMaxInFlight(settings.maxInFlight())
                .withRetry(RetryPolicy.threeTimes(Failures::mayPass))
                .withDrain(DRAIN);
        return OrderedLane.start(lane, desk.jobs());
    }

    /** How the lane is doing, for health checks. */
    public LaneState state() {
        return lane.state();
    }

    /** LR pixels of all pictures submitted to the device and not ended. */
    public long pixelsInFlight() {
        return device.pixelsInFlight();
    }

    /** Nanoseconds in which the device was at work since it was opened. */
    public long deviceBusyNanos() {
        return device.busyNanos();
    }

    /** Finishes jobs in work, within seconds, and stops; what is not finished is done by the next worker. */
    @Override
    public void close() {
        lane.close();
        rollouts.close();
        desk.close();
        device.close();
    }
}
