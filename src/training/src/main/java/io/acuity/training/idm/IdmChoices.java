package io.acuity.training.idm;

import io.acuity.networks.idm.Guidance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a training of IDM beside what it shares with SR3: null is what was not said.
 *
 * @param guidance how the network takes up the image
 * @param magnifications of the second phase, such as {@code 1.5:4}
 * @param phaseOneSteps steps at the largest magnification alone
 * @param encoderBlocks residual blocks of the encoder
 * @param encoderWidth its channels
 */
public record IdmChoices(
        @Nullable Guidance guidance,
        @Nullable String magnifications,
        @Nullable Integer phaseOneSteps,
        @Nullable Integer encoderBlocks,
        @Nullable Integer encoderWidth) {
    /** Nothing was said. */
    public static final IdmChoices NONE = new IdmChoices(null, null, null, null, null);

    private static final int BLOCKS = 4;
    private static final int WIDTH = 32;

    /** The guidance: IDM's own unless another was said. */
    public Guidance chosenGuidance() {
        return Objects.requireNonNullElse(guidance, Guidance.PYRAMID);
    }

    /** Blocks of the encoder. */
    public int blocks() {
        return encoderBlocks == null ? BLOCKS : encoderBlocks;
    }

    /** Channels of the encoder. */
    public int width() {
        return encoderWidth == null ? WIDTH : encoderWidth;
    }

    /**
     * The phases of a run. Where nothing is said, the first has two thirds of it, as published: 1.0 of 1.5 million steps.
     *
     * @throws IllegalArgumentException if the range is none, the first phase longer than the run, or an encoder is described
     *     that the network does not have
     */
    public IdmPhases phases(int steps) {
        if (guidance == Guidance.CONCAT && (encoderBlocks != null || encoderWidth != null)) {
            throw new IllegalArgumentException("With the guidance concat there is no encoder, so that its blocks and"
                    + " channels say nothing; leave them away.");
        }
        int first = phaseOneSteps == null ? (int) (2L * steps / 3) : phaseOneSteps;
        if (first > steps) {
            throw new IllegalArgumentException("A run of " + steps + " steps has no room for a first phase of " + first
                    + "; take fewer for the phase, or more for the run.");
        }
        Magnifications range = Magnifications.parse(magnifications);
        return new IdmPhases(range == null ? Magnifications.USUAL : range, first);
    }
}
