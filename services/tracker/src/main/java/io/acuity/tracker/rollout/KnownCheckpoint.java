package io.acuity.tracker.rollout;

import io.acuity.events.CheckpointEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker must know of a published checkpoint.
 *
 * @param model it is of
 * @param scale magnification
 * @param system the family
 * @param psnrY dB on the validation split; null where it was not measured
 */
record KnownCheckpoint(
        String model, int scale, String system, @Nullable Double psnrY) {

    static KnownCheckpoint of(CheckpointEvent event) {
        return new KnownCheckpoint(
                event.getModel(),
                event.getScale(),
                event.getSystem(),
                event.getMetrics().get(Validation.METRIC));
    }

    String kind() {
        return system + " ×" + scale;
    }

    boolean isKindOf(KnownCheckpoint other) {
        return scale == other.scale && system.equals(other.system);
    }
}
