package io.acuity.trainer.config;

/** What a run uses where nothing is said, whatever is trained; see {@link io.acuity.training.TrainingPlan.Family#usual}. */
public final class TrainerDefaults {
    /** Optimizer steps. */
    public static final int STEPS = 16_000;

    /** Seed of everything. */
    public static final long SEED = 1;

    /** Steps between checkpoints. */
    public static final int CHECKPOINT_EVERY = 1_000;

    /** Most images a checkpoint is measured on. */
    public static final int VALIDATION_IMAGES = 16;

    private static final int LONGEST_WARM_UP = 500;

    private TrainerDefaults() {}

    /** Steps of warm-up: a tenth of all, within reason. */
    public static int warmUp(int steps) {
        return Math.min(LONGEST_WARM_UP, steps / 10);
    }
}
