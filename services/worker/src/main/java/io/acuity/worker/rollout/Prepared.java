package io.acuity.worker.rollout;

import io.acuity.events.Failure;
import io.acuity.worker.model.ResidentModel;

/** How the preparation of a checkpoint ended. */
sealed interface Prepared {
    /** It is in the device's memory, verified and warm; whoever takes this is its one holder. */
    record Loaded(ResidentModel resident) implements Prepared {}

    /** It can't be served, and trying again would not help; nothing of it is left. */
    record Refused(Failure failure) implements Prepared {}

    /** The store did not answer; trying again may help. */
    record Unavailable(Failure failure) implements Prepared {}

    /** Another goal came meanwhile; nothing of it is left. */
    record Superseded() implements Prepared {}
}
