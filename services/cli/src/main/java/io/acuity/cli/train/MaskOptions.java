package io.acuity.cli.train;

import io.acuity.training.sr3.Sr3Choices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How masks lead the training of SR3. */
public final class MaskOptions {
    @Option(
            names = "--attention",
            description = "Extractor of maps to mask by; innate, or for sr3 train installed too.")
    private @Nullable String extractor;

    @Option(names = "--lower-bound", description = "l of the masks (default: 0.2).")
    private @Nullable Double lowerBound;

    @Option(names = "--full-input", description = "Show the network the whole state, not the masked one.")
    private @Nullable Boolean fullInput;

    @Option(names = "--over-masked", description = "Take the loss's mean over masked pixels, not over all.")
    private @Nullable Boolean overMasked;

    /** What was said. */
    public Sr3Choices.Mask choices() {
        return new Sr3Choices.Mask(extractor, lowerBound, fullInput, overMasked);
    }
}
