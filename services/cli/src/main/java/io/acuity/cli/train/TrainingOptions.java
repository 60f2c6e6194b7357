package io.acuity.cli.train;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.Precision;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.training.loop.TrainingSettings;
import picocli.CommandLine.Option;

/** What can be chosen about a training run; the defaults are those of the shipped model. */
final class TrainingOptions {
    private static final int SCALE = 4;
    private static final int LONGEST_WARM_UP = 500;
    private static final double SCHEDULE_POWER = 0.3;
    private static final double AVERAGING = 0.999;

    @Option(names = "--name", description = "Name of the model (default: ${DEFAULT-VALUE}).")
    private String name = "acuity-s-x4";

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

    @Option(names = "--blocks", description = "Residual blocks (default: ${DEFAULT-VALUE}).")
    private int blocks = 6;

    @Option(names = "--chain-steps", description = "Steps T of the chain (default: ${DEFAULT-VALUE}).")
    private int chainSteps = 1;

    @Option(
            names = "--kappa",
            description = "Noise strength of the chain; 0 is noise-free (default: ${DEFAULT-VALUE}).")
    private double kappa = 0;

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

    /** The settings of a run; impossible numbers end in an {@link IllegalArgumentException} that says which. */
    TrainingSettings settings() {
        ShiftSchedule schedule = ShiftSchedule.resShift(chainSteps, etaFirst, etaLast, SCHEDULE_POWER, kappa);
        return new TrainingSettings(
                name,
                new ResidualCnn(width, blocks, chainSteps, SCALE),
                ShiftProcess.of(schedule, target),
                steps,
                batch,
                patch,
                rate,
                Math.min(LONGEST_WARM_UP, steps / 10),
                AVERAGING,
                seed,
                precision.scalarType());
    }
}
