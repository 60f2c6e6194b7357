package io.acuity.streaming.topics;

import io.acuity.events.Cancel;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.DatasetSample;
import io.acuity.events.DeadLetter;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.JobEvent;
import io.acuity.events.JobView;
import io.acuity.events.MetricsWindow;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.events.TrainingProgress;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoView;
import io.acuity.schemas.EventCodec;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic and its contract: name, record, what the key is, how long records stay. The table in docs/topics.md says the
 * same to people.
 *
 * @param <T> the record on the topic
 */
public final class Topic<T extends SpecificRecord> {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration FORTNIGHT = Duration.ofDays(14);

    /** What users ask for and wait for; read by workers. Key: job id. */
    public static final Topic<UpscaleRequest> REQUESTS =
            new Topic<>("acuity.requests", UpscaleRequest.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** What users ask for and do not wait for; read by workers, in turns behind the others. Key: job id. */
    public static final Topic<UpscaleRequest> BATCH_REQUESTS =
            new Topic<>("acuity.batch-requests", UpscaleRequest.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** The one visible outcome of each job; read by the tracker and by users. Key: job id. */
    public static final Topic<UpscaleResult> RESULTS =
            new Topic<>("acuity.results", UpscaleResult.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** Accepted, started, progress; read by the tracker. Key: job id. */
    public static final Topic<JobEvent> JOB_EVENTS =
            new Topic<>("acuity.job-events", JobEvent.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** Where each job stands, newest last; read by gateways. Key: job id. */
    public static final Topic<JobView> JOBS =
            new Topic<>("acuity.jobs", JobView.class, Cleanup.COMPACT_DELETE, Spread.BY_JOB, WEEK);

    /** What webhooks are to hear of; written by the tracker, read by gateways as a group. Key: job id. */
    public static final Topic<JobView> WEBHOOKS =
            new Topic<>("acuity.webhooks", JobView.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** What became of jobs, minute by minute; written by the tracker, read by gateways. Key: model/checkpoint/start. */
    public static final Topic<MetricsWindow> METRICS =
            new Topic<>("acuity.metrics", MetricsWindow.class, Cleanup.COMPACT_DELETE, Spread.ONE, WEEK);

    /** Cancellations; read by every worker. Key: job id. */
    public static final Topic<Cancel> CONTROL =
            new Topic<>("acuity.control", Cancel.class, Cleanup.DELETE, Spread.ONE, WEEK);

    /** Frames to upscale; read by workers, those of a segment in order. Key: clip id/segment. */
    public static final Topic<FrameRequest> FRAMES =
            new Topic<>("acuity.frames", FrameRequest.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** What became of frames, as they get done; read by the tracker. Key: clip id. */
    public static final Topic<FrameResult> FRAME_OUTCOMES =
            new Topic<>("acuity.frame-outcomes", FrameResult.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** The same in the order of the clip, with gaps and an end; written by the tracker, read by users. Key: clip id. */
    public static final Topic<FrameResult> FRAME_RESULTS =
            new Topic<>("acuity.frame-results", FrameResult.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** Clips to upscale as a whole; read by assemblers and gateways. Key: video id. */
    public static final Topic<VideoRequest> VIDEOS =
            new Topic<>("acuity.videos", VideoRequest.class, Cleanup.DELETE, Spread.BY_JOB, WEEK);

    /** Where each clip stands, newest last; written by assemblers, read by gateways. Key: video id. */
    public static final Topic<VideoView> VIDEO_VIEWS =
            new Topic<>("acuity.video-views", VideoView.class, Cleanup.COMPACT_DELETE, Spread.BY_JOB, WEEK);

    /** Records that could not be worked on, with their cause; read by people. Key: that of the original record. */
    public static final Topic<DeadLetter> DEAD_LETTERS =
            new Topic<>("acuity.dead-letters", DeadLetter.class, Cleanup.DELETE, Spread.ONE, FORTNIGHT);

    /** The images that models learn from; read by trainers. Key: dataset/sample id; a tombstone removes a sample. */
    public static final Topic<DatasetSample> DATASETS =
            new Topic<>("acuity.datasets", DatasetSample.class, Cleanup.COMPACT, Spread.ONE, FORTNIGHT);

    /** How training runs go; read by people and pages. Key: run id. */
    public static final Topic<TrainingProgress> TRAINING =
            new Topic<>("acuity.training", TrainingProgress.class, Cleanup.DELETE, Spread.ONE, FORTNIGHT);

    /** The checkpoints there are; read by workers, trackers, gateways and trainers. Key: checkpoint id. */
    public static final Topic<CheckpointEvent> CHECKPOINTS =
            new Topic<>("acuity.checkpoints", CheckpointEvent.class, Cleanup.COMPACT, Spread.ONE, FORTNIGHT);

    /** What people ask of rollouts; decided by the tracker. Key: model. */
    public static final Topic<RolloutCommand> ROLLOUT_COMMANDS =
            new Topic<>("acuity.rollout-commands", RolloutCommand.class, Cleanup.DELETE, Spread.ONE, WEEK);

    /** Which checkpoint serves each model; written by the tracker, read by every worker. Key: model. */
    public static final Topic<RolloutEvent> ROLLOUTS =
            new Topic<>("acuity.rollouts", RolloutEvent.class, Cleanup.COMPACT, Spread.ONE, FORTNIGHT);

    /** How running trials go; written by the tracker, read by gateways and people. Key: model. */
    public static final Topic<RolloutTrial> ROLLOUT_TRIALS =
            new Topic<>("acuity.rollout-trials", RolloutTrial.class, Cleanup.COMPACT, Spread.ONE, FORTNIGHT);

    /** How far each worker is with a rollout; read by the tracker. Key: worker/model. */
    public static final Topic<RolloutAck> ROLLOUT_ACKS =
            new Topic<>("acuity.rollout-acks", RolloutAck.class, Cleanup.COMPACT, Spread.ONE, FORTNIGHT);

    /** How Kafka ages a topic. */
    public enum Cleanup {
        /** Records go after the retention. */
        DELETE("delete"),
        /** The newest record of each key stays, and goes after the retention too. */
        COMPACT_DELETE("compact,delete"),
        /** The newest record of each key stays for ever; only tombstones go after the retention. */
        COMPACT("compact");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }

        /**
         * Kafka's word for it.
         *
         * @return value of {@code cleanup.policy}
         */
        public String policy() {
            return policy;
        }

        /**
         * Whether a tombstone means anything on such a topic.
         *
         * @return true for compacted topics
         */
        public boolean compacts() {
            return this != DELETE;
        }
    }

    /** How a topic is cut into partitions. */
    public enum Spread {
        /** As many partitions as the deployment says, the same number for each such topic, so that the tracker can join them. */
        BY_JOB,
        /** One partition: few records, read by everybody. */
        ONE
    }

    private final String name;
    private final Class<T> type;
    private final Cleanup cleanup;
    private final Spread spread;
    private final Duration retention;
    private final EventCodec<T> codec;

    private Topic(String name, Class<T> type, Cleanup cleanup, Spread spread, Duration retention) {
        this.name = name;
        this.type = type;
        this.cleanup = cleanup;
        this.spread = spread;
        this.retention = retention;
        this.codec = EventCodec.of(type);
    }

    /**
     * All topics, in the order in which a job meets them.
     *
     * @return every constant of this class
     */
    public static List<Topic<?>> all() {
        return List.of(
                REQUESTS,
                BATCH_REQUESTS,
                JOB_EVENTS,
                CONTROL,
                RESULTS,
                JOBS,
                WEBHOOKS,
                METRICS,
                FRAMES,
                FRAME_OUTCOMES,
                FRAME_RESULTS,
                VIDEOS,
                VIDEO_VIEWS,
                DEAD_LETTERS,
                DATASETS,
                TRAINING,
                CHECKPOINTS,
                ROLLOUT_COMMANDS,
                ROLLOUTS,
                ROLLOUT_TRIALS,
                ROLLOUT_ACKS);
    }

    /**
     * The topic's name in Kafka.
     *
     * @return such as {@code acuity.requests}
     */
    public String name() {
        return name;
    }

    /**
     * The record's class.
     *
     * @return a generated Avro class
     */
    public Class<T> type() {
        return type;
    }

    /**
     * How the topic ages.
     *
     * @return the cleanup policy
     */
    public Cleanup cleanup() {
        return cleanup;
    }

    /**
     * How the topic is cut.
     *
     * @return by job or one partition
     */
    public Spread spread() {
        return spread;
    }

    /**
     * How long records stay; of {@link Cleanup#COMPACT} topics, how long tombstones stay.
     *
     * @return the retention
     */
    public Duration retention() {
        return retention;
    }

    /**
     * Record to bytes and back.
     *
     * @return the shared codec
     */
    public EventCodec<T> codec() {
        return codec;
    }

    @Override
    public String toString() {
        return name;
    }
}
