package io.acuity.training;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.masked.GatedCnn;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.objective.MaskedTask;
import io.acuity.training.objective.ShiftTask;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is trained: network, chain and objective.
 *
 * @param family kind of model
 * @param width channels of the trunk
 * @param blocks residual blocks; of the encoder, where there is one
 * @param trunkBlocks residual blocks of a masked network's trunk
 * @param chainSteps T
 * @param kappa noise strength of the chain; 0 is noise-free
 * @param target what the network predicts
 * @param etaFirst root of the first η of the chain
 * @param etaLast root of the last
 * @param init a model, shipped or in a folder, whose weights are begun with; null for random ones
 */
public record TrainingPlan(
        Family family,
        int width,
        int blocks,
        int trunkBlocks,
        int chainSteps,
        double kappa,
        Target target,
        double etaFirst,
        double etaLast,
        @Nullable String init) {
    /** Magnification of what is trained. */
    public static final int SCALE = 4;

    private static final double SCHEDULE_POWER = 0.3;

    /** The families that can be trained. */
    public enum Family {
        /** A residual CNN on a residual-shift chain. */
        RESIDUAL_SHIFT(BundleCatalog.DEFAULT_MODEL, 1, 0),
        /** A mask-gated CNN on a masked residual-shift chain. */
        MASKED_SHIFT(BundleCatalog.MASKED_MODEL, 20, 0.02);

        private final String model;
        private final int steps;
        private final double kappa;

        Family(String model, int steps, double kappa) {
            this.model = model;
            this.steps = steps;
            this.kappa = kappa;
        }

        /** Name of the shipped model of this family. */
        public String model() {
            return model;
        }

        /** Its T. */
        public int steps() {
            return steps;
        }

        /** Its κ. */
        public double kappa() {
            return kappa;
        }
    }

    /** What the shipped model of a family is. */
    public static TrainingPlan of(Family family) {
        return new TrainingPlan(family, 64, 6, 2, family.steps(), family.kappa(), Target.RESIDUAL, 0.01, 0.99, null);
    }

    /** The checkpoint that is begun with; null when weights are random. */
    public @Nullable String parent() {
        return init == null ? null : BundleCatalog.find(init).checkpointId();
    }

    /**
     * The task, on the calling thread, which becomes the training thread.
     *
     * @param type inside the programs
     * @throws IllegalArgumentException if the numbers make no network or no chain
     * @throws io.acuity.checkpoints.UnknownModelException if there is no model {@code init}
     */
    public TrainingTask open(ScalarType type) {
        ShiftSchedule schedule = ShiftSchedule.resShift(chainSteps, etaFirst, etaLast, SCHEDULE_POWER, kappa);
        Map<String, Tensor> start =
                init == null ? Map.of() : BundleCatalog.find(init).weights().tensors();
        return switch (family) {
            case RESIDUAL_SHIFT ->
                new ShiftTask(
                        new ResidualCnn(width, blocks, chainSteps, SCALE),
                        ShiftProcess.of(schedule, target),
                        type,
                        start);
            case MASKED_SHIFT ->
                new MaskedTask(
                        new GatedCnn(width, blocks, trunkBlocks, chainSteps, SCALE),
                        new MaskedShift(schedule),
                        type,
                        start);
        };
    }
}
