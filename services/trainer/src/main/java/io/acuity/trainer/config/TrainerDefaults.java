package io.acuity.trainer.config;

/** What a run uses where nothing is said: the settings of the shipped model. */
public final class TrainerDefaults {
    /** Optimizer steps. */
    public static final int STEPS = 16_000;

    /** Patches per step. */
    public static final int BATCH = 16;

    /** LR side of a patch. */
    public static final int PATCH = 32;

    /** Peak learning rate. */
    public static final double RATE = 8e-4;

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
