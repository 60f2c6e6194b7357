package io.acuity.training;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.networks.graph.ScalarType;
import io.acuity.training.loop.TrainingTask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is trained: network, chain and objective. */
public sealed interface TrainingPlan permits ShiftPlan, Sr3Plan, IdmPlan {
    /** HR pixels per LR pixel and side of the patches, and of most of what is trained. */
    int SCALE = 4;

    /** The families that can be trained. */
    enum Family {
        /** A residual CNN on a residual-shift chain. */
        RESIDUAL_SHIFT(BundleCatalog.DEFAULT_MODEL, 1),
        /** A mask-gated CNN on a masked residual-shift chain. */
        MASKED_SHIFT(BundleCatalog.MASKED_MODEL, 20),
        /** A U-Net on a Gaussian chain, in pixel space. */
        SR3("sr3-x4", 500),
        /** The same with an encoder and coordinate decoders, for any magnification. */
        IDM("idm", 500);

        private final String model;
        private final int steps;

        Family(String model, int steps) {
            this.model = model;
            this.steps = steps;
        }

        /** Name of the model that is made, unless another is given: that of the shipped one, where there is one. */
        public String model() {
            return model;
        }

        /** Its T. */
        public int steps() {
            return steps;
        }

        /** What its training uses where nothing is said. */
        public Usual usual() {
            return this == SR3 || this == IDM ? new Usual(4, 16, 3e-4) : new Usual(16, 32, 8e-4);
        }
    }

    /**
     * What a training uses where nothing is said.
     *
     * @param batch patches per step
     * @param patch LR side of a patch
     * @param rate peak learning rate
     */
    record Usual(int batch, int patch, double rate) {}

    /** Kind of model. */
    Family family();

    /** T. */
    int chainSteps();

    /** Magnification of the bundle, the largest of one for any. */
    default int scale() {
        return SCALE;
    }

    /** Other magnifications at which checkpoints are measured, smaller ones than {@link #scale}; none but for networks for any. */
    default List<Double> measuredAt() {
        return List.of();
    }

    /** Whether the LR images of patches are left aside and others made of the HR ones, so that no degradation has a say. */
    default boolean makesLowRes() {
        return false;
    }

    /** A model, shipped or in a folder, whose weights are begun with; null for random ones. */
    @Nullable
    String init();

    /**
     * Checks everything that can be without data, so that a run does not end after it began.
     *
     * @param patch LR side of a patch
     * @throws IllegalArgumentException if network, chain and objective do not go together, or cannot take such patches
     */
    void requireFits(int patch);

    /**
     * The task, on the calling thread, which becomes the training thread.
     *
     * @param patch LR side of a patch
     * @param type inside the programs
     * @throws IllegalArgumentException if the numbers make no network or no chain
     * @throws io.acuity.checkpoints.UnknownModelException if there is no model {@link #init}
     */
    TrainingTask open(int patch, ScalarType type);

    /** The checkpoint that is begun with; null when weights are random. */
    default @Nullable String parent() {
        String model = init();
        return model == null ? null : BundleCatalog.find(model).checkpointId();
    }
}
