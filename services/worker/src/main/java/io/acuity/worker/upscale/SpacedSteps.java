package io.acuity.worker.upscale;

import io.acuity.diffusion.shift.ShiftSchedule;

/**
 * A chain of another length than the one a network was trained for: η read off the trained schedule at equal distances.
 *
 * @param schedule of the new chain
 * @param trainedIndex by new step the trained step nearest to it, which is what the network is told
 */
record SpacedSteps(ShiftSchedule schedule, int[] trainedIndex) {
    /** Refuses chains longer than the trained one. */
    static void requireWithin(String model, int steps, int most) {
        if (steps < 1 || steps > most) {
            String possible = most == 1 ? "1 step" : "1 to " + most + " steps";
            throw new IllegalArgumentException("The model " + model + " refines in " + possible + ", not in " + steps
                    + "; ask for that, or leave it to the model.");
        }
    }

    static SpacedSteps of(ShiftSchedule trained, int steps) {
        double[] etas = new double[steps];
        int[] trainedIndex = new int[steps];
        for (int i = 0; i < steps; i++) {
            double position = (i + 1.0) / steps * trained.steps();
            int below = Math.min((int) position, trained.steps() - 1);
            double share = position - below;
            // eta(below - 1) is the trained eta after `below` steps; 0 before the first.
            etas[i] = trained.eta(below - 1) + share * (trained.eta(below) - trained.eta(below - 1));
            trainedIndex[i] = Math.clamp(Math.round(position) - 1, 0, trained.steps() - 1);
        }
        return new SpacedSteps(ShiftSchedule.of(etas, trained.kappa()), trainedIndex);
    }
}
