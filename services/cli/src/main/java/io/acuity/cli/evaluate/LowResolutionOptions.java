package io.acuity.cli.evaluate;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.evaluation.LowResolution;
import io.acuity.imaging.degrade.BlindDegradation;
import io.acuity.imaging.degrade.BlindSettings;
import picocli.CommandLine.Option;

/** How the small images of an evaluation are made of the large ones. */
final class LowResolutionOptions {
    @Option(
            names = "--degradation",
            paramLabel = "NAME",
            description = {
                "How LR images are made: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
                "BLIND: as photos from anywhere look; two stages of blur, resize, noise and JPEG, with the settings "
                        + "Real-ESRGAN was trained with."
            })
    private Kind kind = Kind.BICUBIC;

    @Option(
            names = "--degradation-seed",
            paramLabel = "N",
            description = "With an image's name it decides how BLIND damages it (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    private enum Kind {
        BICUBIC,
        BLIND
    }

    LowResolution of(double factor) {
        return switch (kind) {
            case BICUBIC -> new LowResolution.Reduced(factor);
            case BLIND ->
                new LowResolution.Damaged(new BlindDegradation(BlindSettings.REAL_ESRGAN, whole(factor)), seed);
        };
    }

    private static int whole(double factor) {
        if (factor != Math.rint(factor)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "BLIND makes images a whole number of times smaller, not " + factor + "; use a whole --scale.");
        }
        return (int) factor;
    }

    /** For reports. */
    String description() {
        return switch (kind) {
            case BICUBIC -> "low resolution by MATLAB-compatible bicubic in 8 bits";
            case BLIND -> "low resolution by the blind chain of Real-ESRGAN's settings in 8 bits, seed " + seed;
        };
    }
}
