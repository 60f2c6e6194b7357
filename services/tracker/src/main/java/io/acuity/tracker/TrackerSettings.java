package io.acuity.tracker;

import io.acuity.streaming.KafkaSettings;
import io.acuity.tracker.frames.FrameOrderSettings;
import io.acuity.tracker.rollout.RolloutRules;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker needs.
 *
 * @param kafka the cluster
 * @param stateDir a folder of its own, kept over restarts; two trackers on one machine need two
 * @param retention how long views are kept
 * @param applicationId name of the group of trackers that share the work, and prefix of their changelog topic
 * @param rollouts when candidates are promoted or taken back
 * @param metrics whether jobs are counted; a house that lives for one command does without
 * @param frames how frames of clips are put in order; null where they are not
 */
public record TrackerSettings(
        KafkaSettings kafka,
        Path stateDir,
        Retention retention,
        String applicationId,
        RolloutRules rollouts,
        boolean metrics,
        @Nullable FrameOrderSettings frames) {

    /** The group all trackers join unless told otherwise. */
    public static final String DEFAULT_APPLICATION_ID = "acuity-tracker";

    /** Rejects a group without a name. */
    public TrackerSettings {
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("tracker.applicationId is blank; use for example acuity-tracker.");
        }
    }

    /**
     * Settings with the usual rules of rollouts, with metrics and frames.
     *
     * @param kafka the cluster
     * @param stateDir a folder of its own
     * @param retention how long views are kept
     * @param applicationId name of the group
     */
    public TrackerSettings(KafkaSettings kafka, Path stateDir, Retention retention, String applicationId) {
        this(kafka, stateDir, retention, applicationId, RolloutRules.DEFAULT, true, FrameOrderSettings.DEFAULT);
    }

    /**
     * The usual settings.
     *
     * @param kafka the cluster
     * @param stateDir a folder of its own
     * @return settings with default retention and group
     */
    public static TrackerSettings of(KafkaSettings kafka, Path stateDir) {
        return new TrackerSettings(kafka, stateDir, Retention.DEFAULT, DEFAULT_APPLICATION_ID);
    }

    /**
     * With or without metrics.
     *
     * @param other whether jobs are counted
     * @return new settings
     */
    public TrackerSettings withMetrics(boolean other) {
        return new TrackerSettings(kafka, stateDir, retention, applicationId, rollouts, other, frames);
    }

    /**
     * With frames or without.
     *
     * @param other how frames of clips are put in order; null where they are not
     * @return new settings
     */
    public TrackerSettings withFrames(@Nullable FrameOrderSettings other) {
        return new TrackerSettings(kafka, stateDir, retention, applicationId, rollouts, metrics, other);
    }
}
