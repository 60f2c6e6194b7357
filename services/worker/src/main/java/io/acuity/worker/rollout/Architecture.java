package io.acuity.worker.rollout;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a checkpoint can take another's place: requests that fit the one must fit the other, and programs are shared. */
final class Architecture {
    private Architecture() {}

    /**
     * Goes on only if a checkpoint is of the model's name, system, scale and network; its chain may be another of as many
     * steps, where it does not look at whole images.
     *
     * @param checkpoint identity of the offered one, for the message
     * @throws CorruptCheckpointException naming the first difference
     */
    static void requireSame(ModelDescription serving, ModelDescription offered, String checkpoint) {
        requireEqual("model", serving.name(), offered.name(), checkpoint);
        requireEqual("system", serving.system(), offered.system(), checkpoint);
        requireEqual("scale", serving.scale(), offered.scale(), checkpoint);
        requireEqual("network", serving.network(), offered.network(), checkpoint);
        requireEqual("network", serving.wholeImage(), offered.wholeImage(), checkpoint);
    }

    private static void requireEqual(
            String what, @Nullable Object serving, @Nullable Object offered, String checkpoint) {
        if (!Objects.equals(serving, offered)) {
            throw new CorruptCheckpointException("The checkpoint " + checkpoint + " is of another " + what + " ("
                    + offered + ") than the model that serves (" + serving
                    + "); start workers with its bundle instead of rolling it out.");
        }
    }
}
