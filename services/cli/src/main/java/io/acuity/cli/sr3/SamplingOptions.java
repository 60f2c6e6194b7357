package io.acuity.cli.sr3;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianProcess.ReverseRule;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.StepVariance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a trained run is sampled. */
final class SamplingOptions {
    @Option(
            names = "--chain-steps",
            description = "Steps to sample in, evenly spaced (default: all that were trained).")
    private @Nullable Integer chainSteps;

    @Option(names = "--strided", description = "Sample without fresh noise (DDIM) instead of from the posterior.")
    private boolean strided;

    @Option(
            names = "--variance",
            description = "Of fresh noise: ${COMPLETION-CANDIDATES} (default: what the run learned, or POSTERIOR).")
    private @Nullable StepVariance variance;

    @Option(
            names = "--clip",
            negatable = true,
            description = "Clip estimates of what the chain runs over to [-1, 1] (default: as the run says).")
    private @Nullable Boolean clipped;

    /**
     * The process of a run as it is sampled.
     *
     * @throws CommandException if options contradict each other or the run
     */
    GaussianProcess process(Sr3Run run) {
        GaussianSchedule trained = run.chain();
        try {
            GaussianSchedule sampled = chainSteps == null ? trained : trained.spaced(chainSteps);
            return new GaussianProcess(
                    sampled,
                    run.variant().objective().target(),
                    clipped == null ? run.variant().clipped() : clipped,
                    rule(run.variant().network().learnedVariance()));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private ReverseRule rule(boolean learned) {
        if (variance == null) {
            if (strided) {
                return new ReverseRule.Strided(0);
            }
            return learned ? new ReverseRule.Learned() : new ReverseRule.Ancestral(StepVariance.POSTERIOR);
        }
        if (strided) {
            throw new IllegalArgumentException(
                    "Strided sampling draws no fresh noise, so that --variance says nothing; leave one of the two away.");
        }
        return new ReverseRule.Ancestral(variance);
    }
}
