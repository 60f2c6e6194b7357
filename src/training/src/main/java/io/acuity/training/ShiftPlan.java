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
 * A network on a residual-shift chain, masked or not.
 *
 * @param family {@link TrainingPlan.Family#RESIDUAL_SHIFT} or {@link TrainingPlan.Family#MASKED_SHIFT}
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
public record ShiftPlan(
        Family family,
        int width,
        int blocks,
        int trunkBlocks,
        int chainSteps,
        double kappa,
        Target target,
        double etaFirst,
        double etaLast,
        @Nullable String init)
        implements TrainingPlan {
    private static final double SCHEDULE_POWER = 0.3;
    private static final double MASKED_KAPPA = 0.02;

    /** Refuses SR3 and IDM, which have plans of their own. */
    public ShiftPlan {
        if (family == Family.SR3 || family == Family.IDM) {
            throw new IllegalArgumentException(family + " is on no residual-shift chain; it has a plan of its own.");
        }
    }

    /** What the shipped model of a family is. */
    public static ShiftPlan of(Family family) {
        double kappa = family == Family.MASKED_SHIFT ? MASKED_KAPPA : 0;
        return new ShiftPlan(family, 64, 6, 2, family.steps(), kappa, Target.RESIDUAL, 0.01, 0.99, null);
    }

    /** {@inheritDoc} Local networks take patches of any side. */
    @Override
    public void requireFits(int patch) {
        var unused = schedule();
    }

    @Override
    public TrainingTask open(int patch, ScalarType type) {
        ShiftSchedule schedule = schedule();
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
            case SR3, IDM -> throw new IllegalStateException("The constructor refuses " + family + ".");
        };
    }

    private ShiftSchedule schedule() {
        return ShiftSchedule.resShift(chainSteps, etaFirst, etaLast, SCHEDULE_POWER, kappa);
    }
}
