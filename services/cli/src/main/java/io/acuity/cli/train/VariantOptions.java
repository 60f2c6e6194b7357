package io.acuity.cli.train;

import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.training.sr3.Sr3Choices;
import io.acuity.training.sr3.Sr3Preset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is trained otherwise than SR3: a preset, and options that go before it. */
public final class VariantOptions {
    @Option(
            names = "--preset",
            description = "A variant of SR4's report: ${COMPLETION-CANDIDATES}; other options go before it.")
    private @Nullable Sr3Preset preset;

    @Option(
            names = "--published-ends",
            negatable = true,
            description = "Keep SR3's rates whatever T; otherwise they grow so that z_T is near pure noise.")
    private @Nullable Boolean publishedEnds;

    @Option(names = "--multipliers", split = ",", description = "Channels of each level over width (default: 1,2,4,4).")
    private @Nullable List<Integer> multipliers;

    @Option(
            names = "--attention-at",
            split = ",",
            description =
                    "Sides of feature maps with self-attention, which the middle has in any case; 0 for there alone"
                            + " (default: the preset's; or 16, in train twice the smallest).")
    private @Nullable List<Integer> attentionSizes;

    @Option(names = "--heads", description = "Heads of every self-attention (default: 1).")
    private @Nullable Integer heads;

    @Option(
            names = "--residual",
            negatable = true,
            description = "Run the chain over what the enlarged LR image lacks, not over the image.")
    private @Nullable Boolean residual;

    @Option(names = "--predict", description = "What the network predicts: ${COMPLETION-CANDIDATES} (default: NOISE).")
    private @Nullable Prediction target;

    @Option(names = "--norm", description = "Of errors: ${COMPLETION-CANDIDATES} (default: L1).")
    private @Nullable ErrorNorm norm;

    @Option(
            names = "--learned-variance",
            description =
                    "Learn the variance of reverse steps, with the hybrid loss: that above plus 0.001 of the bound.")
    private @Nullable Boolean learnedVariance;

    @Option(names = "--shared-step", negatable = true, description = "One step t for all frames of a batch.")
    private @Nullable Boolean sharedStep;

    @Option(names = "--shared-noise", description = "The same noise for all frames of a batch.")
    private @Nullable Boolean sharedNoise;

    @Option(names = "--exclude-last", negatable = true, description = "Never train the noisiest interval.")
    private @Nullable Boolean lastExcluded;

    @Option(names = "--input-attention", description = "Weigh the LR image by attention before it joins the state.")
    private @Nullable Boolean inputAttention;

    @Option(
            names = "--inject",
            description =
                    "Bring the LR image into the middle: ${COMPLETION-CANDIDATES} (default: the preset's, or NONE).")
    private Sr3Choices.@Nullable Injecting inject;

    @Option(names = "--bridge", description = "How it gets there: ${COMPLETION-CANDIDATES} (default: SMALL).")
    private @Nullable Bridge bridge;

    @Option(
            names = "--inject-at",
            description = "Side of the feature maps it meets (default: twice that of the smallest).")
    private @Nullable Integer injectionSize;

    @Option(
            names = "--unclipped",
            description = "Sample without clipping estimates to [-1, 1], which cuts strong residuals.")
    private @Nullable Boolean unclipped;

    /**
     * What was said.
     *
     * @param schedule name of the noise schedule; null when it was not
     * @param sampleSteps see {@link Sr3Choices.Chain}
     * @param mask what was said about masks
     */
    public Sr3Choices choices(@Nullable String schedule, @Nullable Integer sampleSteps, Sr3Choices.Mask mask) {
        return new Sr3Choices(
                preset,
                new Sr3Choices.Chain(schedule, publishedEnds, unclipped, sampleSteps),
                new Sr3Choices.Objective(
                        target, norm, residual, learnedVariance, sharedStep, sharedNoise, lastExcluded),
                new Sr3Choices.Network(
                        multipliers, attentionSizes, heads, inputAttention, inject, bridge, injectionSize),
                mask);
    }
}
