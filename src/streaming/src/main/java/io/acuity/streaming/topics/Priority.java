package io.acuity.streaming.topics;

import io.acuity.events.UpscaleRequest;
import java.util.Arrays;
import java.util.Optional;

/** How long a job may be kept waiting; each kind has a topic of its own, so that none stands behind another in a partition. */
public enum Priority {
    /** Somebody waits for it. */
    INTERACTIVE,
    /** One of many; takes what others leave, and never less than its turn. */
    BATCH;

    /**
     * Where such requests are published.
     *
     * @return their topic
     */
    public Topic<UpscaleRequest> topic() {
        return switch (this) {
            case INTERACTIVE -> Topic.REQUESTS;
            case BATCH -> Topic.BATCH_REQUESTS;
        };
    }

    /**
     * The priority of what lies on a topic.
     *
     * @param topic its name
     * @return empty when no requests of images lie there
     */
    public static Optional<Priority> of(String topic) {
        return Arrays.stream(values())
                .filter(priority -> priority.topic().name().equals(topic))
                .findFirst();
    }
}
