package io.acuity.training.idm;

import io.acuity.training.loop.TrainingTask.Moment;
import java.util.SplittableRandom;

/**
 * The two phases of IDM's training: first the largest magnification alone, then, with the weights of the first, one drawn
 * uniformly for each step. All patches of a step share it, as the published code has it.
 *
 * @param magnifications of the second phase
 * @param firstSteps steps of the first; 0 for none, and at least as many as the run has for nothing else
 */
public record IdmPhases(Magnifications magnifications, int firstSteps) {
    /** What tells these draws from those of patches and noise. */
    private static final long DRAW = 0xD6E8FEB86659FD93L;

    /** Refuses phases of less than nothing. */
    public IdmPhases {
        if (firstSteps < 0) {
            throw new IllegalArgumentException("The first phase has 0 or more steps, not " + firstSteps + ".");
        }
    }

    /** The magnification of a step: a function of seed and step. */
    public double at(Moment moment) {
        if (moment.step() < firstSteps) {
            return magnifications.to();
        }
        SplittableRandom random = new SplittableRandom(moment.seed() * DRAW + moment.step());
        return magnifications.from() + (magnifications.to() - magnifications.from()) * random.nextDouble();
    }
}
