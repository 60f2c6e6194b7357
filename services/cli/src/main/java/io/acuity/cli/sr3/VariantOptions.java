package io.acuity.cli.sr3;

import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.networks.sr3.LrInjection;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.networks.sr3.LrInjection.Fusion;
import io.acuity.networks.sr3.Sr3Options;
import io.acuity.training.frames.NoiseOptions;
import io.acuity.training.frames.RateCurve;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is trained otherwise than SR3: a preset, and options that go before it. */
final class VariantOptions {
    private static final int CHAIN_STEPS = 500;
    private static final int ATTENTION_SIZE = 16;

    @Option(
            names = "--preset",
            description = "A variant of SR4's report: ${COMPLETION-CANDIDATES}; other options go before it.")
    private @Nullable Sr3Preset preset;

    @Option(
            names = "--schedule",
            description = "linear, quad, warmup10, warmup50, const, jsd or cosine (default: the preset's, or linear).")
    private @Nullable String schedule;

    @Option(names = "--chain-steps", description = "Steps T of the chain (default: the preset's, or 500).")
    private @Nullable Integer chainSteps;

    @Option(
            names = "--published-ends",
            negatable = true,
            description = "Keep SR3's rates whatever T; otherwise they grow so that z_T is near pure noise.")
    private @Nullable Boolean publishedEnds;

    @Option(
            names = "--attention-at",
            split = ",",
            description =
                    "Sides of feature maps with self-attention, which the middle has in any case; 0 for there alone"
                            + " (default: the preset's, or 16).")
    private @Nullable List<Integer> attentionSizes;

    @Option(names = "--heads", description = "Heads of every self-attention (default: ${DEFAULT-VALUE}).")
    private int heads = 1;

    @Option(
            names = "--residual",
            negatable = true,
            description = "Run the chain over what the enlarged LR image lacks, not over the image.")
    private @Nullable Boolean residual;

    @Option(
            names = "--predict",
            description = "What the network predicts: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Prediction target = Prediction.NOISE;

    @Option(names = "--norm", description = "Of errors: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ErrorNorm norm = ErrorNorm.L1;

    @Option(
            names = "--learned-variance",
            description =
                    "Learn the variance of reverse steps, with the hybrid loss: that above plus 0.001 of the bound.")
    private boolean learnedVariance;

    @Option(names = "--shared-step", negatable = true, description = "One step t for all frames of a batch.")
    private @Nullable Boolean sharedStep;

    @Option(names = "--shared-noise", description = "The same noise for all frames of a batch.")
    private boolean sharedNoise;

    @Option(names = "--exclude-last", negatable = true, description = "Never train the noisiest interval.")
    private @Nullable Boolean lastExcluded;

    @Option(names = "--input-attention", description = "Weigh the LR image by attention before it joins the state.")
    private boolean inputAttention;

    @Option(
            names = "--inject",
            description =
                    "Bring the LR image into the middle: ${COMPLETION-CANDIDATES} (default: the preset's, or NONE).")
    private @Nullable Injecting inject;

    @Option(names = "--bridge", description = "How it gets there: ${COMPLETION-CANDIDATES} (default: SMALL).")
    private @Nullable Bridge bridge;

    @Option(
            names = "--inject-at",
            description = "Side of the feature maps it meets (default: twice that of the smallest).")
    private @Nullable Integer injectionSize;

    @Option(
            names = "--unclipped",
            description = "Sample without clipping estimates to [-1, 1], which cuts strong residuals.")
    private boolean unclipped;

    @Option(
            names = "--rate-curve",
            description = "Of the learning rate: ${COMPLETION-CANDIDATES} (default: the preset's, or COSINE).")
    private @Nullable RateCurve curve;

    /** Whether and how the LR image enters the middle. */
    enum Injecting {
        NONE,
        CONCAT,
        ADD
    }

    String schedule() {
        if (schedule != null) {
            return schedule;
        }
        return preset == null ? "linear" : preset.schedule();
    }

    int chainSteps() {
        if (chainSteps != null) {
            return chainSteps;
        }
        return preset == null ? CHAIN_STEPS : preset.chainSteps();
    }

    RateCurve curve() {
        if (curve != null) {
            return curve;
        }
        return preset == null ? RateCurve.COSINE : preset.curve();
    }

    List<Integer> attentionSizes(int side, int levels) {
        if (attentionSizes != null) {
            return attentionSizes;
        }
        return List.of(preset == null ? ATTENTION_SIZE : preset.attentionSize(side, levels));
    }

    /**
     * The variant for frames of a side and a network of so many levels.
     *
     * @throws IllegalArgumentException if options contradict each other
     */
    Sr3Variant variant(int side, int levels) {
        boolean overResiduals = chosen(residual, Sr3Preset::residual);
        return new Sr3Variant(
                new Sr3Options(heads, injection(side, levels), inputAttention, learnedVariance),
                new NoiseOptions(
                        overResiduals ? ChainDomain.RESIDUAL : ChainDomain.IMAGE,
                        target,
                        norm,
                        chosen(sharedStep, any -> true),
                        sharedNoise,
                        chosen(lastExcluded, Sr3Preset::lastExcluded)),
                !unclipped,
                chosen(publishedEnds, Sr3Preset::publishedEnds));
    }

    private boolean chosen(@Nullable Boolean given, Predicate<Sr3Preset> usual) {
        return given == null ? preset != null && usual.test(preset) : given;
    }

    private @Nullable LrInjection injection(int side, int levels) {
        LrInjection usual = preset == null ? null : preset.injection(side, levels);
        Injecting chosen = inject == null && usual != null ? Injecting.CONCAT : inject;
        if (chosen == null || chosen == Injecting.NONE) {
            if (bridge != null || injectionSize != null) {
                throw new IllegalArgumentException(
                        "Without --inject the LR image does not enter the middle, so that --bridge"
                                + " and --inject-at say nothing; name --inject concat or --inject add.");
            }
            return null;
        }
        return new LrInjection(
                Fusion.valueOf(chosen.name()),
                bridge == null ? Bridge.SMALL : bridge,
                injectionSize == null ? Sr3Preset.injectionSize(side, levels) : injectionSize);
    }
}
