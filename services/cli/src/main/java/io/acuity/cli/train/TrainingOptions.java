package io.acuity.cli.train;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.Precision;
import io.acuity.networks.masked.GatedCnn;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.objective.MaskedTask;
import io.acuity.training.objective.ShiftTask;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be chosen about a training run; the defaults are those of the shipped model. */
final class TrainingOptions {
    private static final int SCALE = 4;
    private static final int LONGEST_WARM_UP = 500;
    private static final double SCHEDULE_POWER = 0.3;
    private static final double AVERAGING = 0.999;

    @Option(names = "--system", description = "What is trained: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Trainee system = Trainee.RESIDUAL_SHIFT;

    @Option(names = "--name", description = "Name of the model (default: acuity-s-x4 or acuity-m-x4, by system).")
    private @Nullable String name;

    @Option(names = "--steps", description = "Optimizer steps (default: ${DEFAULT-VALUE}).")
    private int steps = 16_000;

    @Option(names = "--batch", description = "Patches per step (default: ${DEFAULT-VALUE}).")
    private int batch = 16;

    @Option(names = "--patch", description = "Side of a patch in LR pixels (default: ${DEFAULT-VALUE}).")
    private int patch = 32;

    @Option(names = "--rate", description = "Peak learning rate of Adam (default: ${DEFAULT-VALUE}).")
    private double rate = 8e-4;

    @Option(names = "--width", description = "Channels of the trunk (default: ${DEFAULT-VALUE}).")
    private int width = 64;

    @Option(
            names = "--blocks",
            description = "Residual blocks; of the encoder, where there is one (default: ${DEFAULT-VALUE}).")
    private int blocks = 6;

    @Option(
            names = "--trunk-blocks",
            description = "Residual blocks of a masked network's trunk (default: ${DEFAULT-VALUE}).")
    private int trunkBlocks = 2;

    @Option(names = "--chain-steps", description = "Steps T of the chain (default: 1, or 20 for a masked one).")
    private @Nullable Integer chainSteps;

    @Option(
            names = "--kappa",
            description = "Noise strength of the chain; 0 is noise-free (default: 0, or 0.02 for a masked one).")
    private @Nullable Double kappa;

    @Option(
            names = "--init",
            paramLabel = "MODEL",
            description =
                    "A model whose weights a masked network starts with: another masked one, or acuity-s-x4 for the encoder.")
    private @Nullable String init;

    @Option(
            names = "--target",
            description = "What the network predicts: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Target target = Target.RESIDUAL;

    @Option(names = "--eta-first", description = "Root of the first eta of the chain (default: ${DEFAULT-VALUE}).")
    private double etaFirst = 0.01;

    @Option(names = "--eta-last", description = "Root of the last eta of the chain (default: ${DEFAULT-VALUE}).")
    private double etaLast = 0.99;

    @Option(names = "--seed", description = "Names initial weights, patches and noise (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--precision",
            description = "Type inside the program: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.AUTO;

    /** The systems that can be trained. */
    enum Trainee {
        RESIDUAL_SHIFT("acuity-s-x4", 1, 0),
        MASKED_SHIFT("acuity-m-x4", 20, 0.02);

        private final String model;
        private final int steps;
        private final double kappa;

        Trainee(String model, int steps, double kappa) {
            this.model = model;
            this.steps = steps;
            this.kappa = kappa;
        }
    }

    int scale() {
        return SCALE;
    }

    /** Whether the chain's quality can be measured step by step on held-out images. */
    boolean hasChainQuality() {
        return system == Trainee.RESIDUAL_SHIFT;
    }

    /** The settings of a run; impossible numbers end in an {@link IllegalArgumentException} that says which. */
    TrainingSettings settings() {
        return new TrainingSettings(
                name == null ? system.model : name,
                steps,
                batch,
                patch,
                rate,
                Math.min(LONGEST_WARM_UP, steps / 10),
                AVERAGING,
                seed,
                precision.scalarType());
    }

    /** What is trained, on the calling thread, which becomes the training thread. */
    TrainingTask task() {
        int chain = chainSteps == null ? system.steps : chainSteps;
        ShiftSchedule schedule =
                ShiftSchedule.resShift(chain, etaFirst, etaLast, SCHEDULE_POWER, kappa == null ? system.kappa : kappa);
        return switch (system) {
            case RESIDUAL_SHIFT ->
                new ShiftTask(
                        new ResidualCnn(width, blocks, chain, SCALE),
                        ShiftProcess.of(schedule, target),
                        precision.scalarType());
            case MASKED_SHIFT ->
                new MaskedTask(
                        new GatedCnn(width, blocks, trunkBlocks, chain, SCALE),
                        new MaskedShift(schedule),
                        precision.scalarType(),
                        init == null
                                ? Map.of()
                                : BundleCatalog.find(init).weights().tensors());
        };
    }
}
