package io.acuity.cli.train;

import io.acuity.networks.idm.Guidance;
import io.acuity.training.idm.IdmChoices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What IDM alone has: magnifications, phases, and what leads its U-Net. */
final class ContinuousOptions {
    @Option(
            names = "--magnifications",
            paramLabel = "FROM:TO",
            description =
                    "Of IDM's second phase, drawn for each step; the largest, a whole number, is the scale of the bundle"
                            + " (default: 1.5:4).")
    private @Nullable String magnifications;

    @Option(
            names = "--phase-one-steps",
            paramLabel = "N",
            description =
                    "Steps of IDM at the largest magnification alone, before others are drawn (default: two thirds).")
    private @Nullable Integer phaseOneSteps;

    @Option(
            names = "--guidance",
            description = "How IDM takes up the image: ${COMPLETION-CANDIDATES} (default: PYRAMID, IDM's own).")
    private @Nullable Guidance guidance;

    @Option(names = "--encoder-blocks", description = "Residual blocks of IDM's encoder (default: 4).")
    private @Nullable Integer encoderBlocks;

    @Option(names = "--encoder-width", description = "Channels of IDM's encoder (default: 32).")
    private @Nullable Integer encoderWidth;

    IdmChoices choices() {
        return new IdmChoices(guidance, magnifications, phaseOneSteps, encoderBlocks, encoderWidth);
    }
}
