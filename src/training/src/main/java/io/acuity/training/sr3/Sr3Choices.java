package io.acuity.training.sr3;

import io.acuity.attention.innate.NoExtractor;
import io.acuity.diffusion.gaussian.ChainDomain;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.networks.sr3.LrInjection;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.networks.sr3.LrInjection.Fusion;
import io.acuity.networks.sr3.Sr3Options;
import io.acuity.training.frames.Masking;
import io.acuity.training.frames.NoiseOptions;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a training of SR3, on the command line or in a file: null is what was not said, and then the preset's,
 * or SR3's own.
 *
 * @param preset a variant of SR4's report
 * @param chain the steps, and how they are sampled
 * @param objective what is predicted
 * @param network its shape
 * @param mask how attention leads the training
 */
public record Sr3Choices(@Nullable Sr3Preset preset, Chain chain, Objective objective, Network network, Mask mask) {
    /** Nothing was said. */
    public static final Sr3Choices NONE =
            new Sr3Choices(null, Chain.UNSAID, Objective.UNSAID, Network.UNSAID, Mask.UNSAID);

    private static final List<Integer> MULTIPLIERS = List.of(1, 2, 4, 4);
    private static final double LOWER_BOUND = 0.2;
    private static final int STEPS = 500;

    /** Files leave sections out. */
    public Sr3Choices {
        chain = Objects.requireNonNullElse(chain, Chain.UNSAID);
        objective = Objects.requireNonNullElse(objective, Objective.UNSAID);
        network = Objects.requireNonNullElse(network, Network.UNSAID);
        mask = Objects.requireNonNullElse(mask, Mask.UNSAID);
    }

    /**
     * The chain.
     *
     * @param schedule name of the noise schedule
     * @param publishedEnds whether rates are SR3's own whatever the number of steps
     * @param unclipped whether the sampler leaves estimates beyond [-1, 1] as they are
     * @param sampleSteps steps workers sample in unless they are told; null for all that were trained
     */
    public record Chain(
            @Nullable String schedule,
            @Nullable Boolean publishedEnds,
            @Nullable Boolean unclipped,
            @Nullable Integer sampleSteps) {
        static final Chain UNSAID = new Chain(null, null, null, null);
    }

    /**
     * The objective, see {@link NoiseOptions}.
     *
     * @param predict what is predicted
     * @param norm of errors
     * @param residual whether the chain runs over residuals
     * @param learnedVariance whether the variance is learned, with the hybrid loss
     * @param sharedStep one step for a batch
     * @param sharedNoise one noise for a batch
     * @param excludeLast never the noisiest interval
     */
    public record Objective(
            @Nullable Prediction predict,
            @Nullable ErrorNorm norm,
            @Nullable Boolean residual,
            @Nullable Boolean learnedVariance,
            @Nullable Boolean sharedStep,
            @Nullable Boolean sharedNoise,
            @Nullable Boolean excludeLast) {
        static final Objective UNSAID = new Objective(null, null, null, null, null, null, null);
    }

    /**
     * The network, see {@link io.acuity.networks.sr3.Sr3UNet} and {@link Sr3Options}.
     *
     * @param multipliers channels of each level over the width
     * @param attentionAt sides of feature maps with attention; 0 for the middle alone
     * @param heads of attention
     * @param inputAttention attention between the inputs
     * @param inject how the LR image enters the middle
     * @param bridge how it gets there
     * @param injectAt side of the feature maps it meets
     */
    public record Network(
            @Nullable List<Integer> multipliers,
            @Nullable List<Integer> attentionAt,
            @Nullable Integer heads,
            @Nullable Boolean inputAttention,
            @Nullable Injecting inject,
            @Nullable Bridge bridge,
            @Nullable Integer injectAt) {
        static final Network UNSAID = new Network(null, null, null, null, null, null, null);
    }

    /**
     * Masks, see {@link Masking}.
     *
     * @param attention name of an innate extractor
     * @param lowerBound l
     * @param fullInput whether the network sees the whole state
     * @param overMasked whether the loss is a mean over masked pixels
     */
    public record Mask(
            @Nullable String attention,
            @Nullable Double lowerBound,
            @Nullable Boolean fullInput,
            @Nullable Boolean overMasked) {
        static final Mask UNSAID = new Mask(null, null, null, null);
    }

    /** Whether and how the LR image enters the middle. */
    public enum Injecting {
        /** Not at all. */
        NONE,
        /** As further channels. */
        CONCAT,
        /** Added. */
        ADD
    }

    /** Channels of each level over the width. */
    public List<Integer> multipliers() {
        return network.multipliers == null ? MULTIPLIERS : network.multipliers;
    }

    /** The chain of so many steps, or of the preset's, or 500. */
    public Sr3Chain chain(@Nullable Integer steps) {
        int usual = preset == null ? STEPS : preset.chainSteps();
        return new Sr3Chain(
                chain.schedule != null ? chain.schedule : preset == null ? "linear" : preset.schedule(),
                steps == null ? usual : steps,
                chosen(chain.publishedEnds, Sr3Preset::publishedEnds));
    }

    /**
     * Sides of feature maps with attention.
     *
     * @param usual without a preset
     */
    public List<Integer> attentionSizes(int side, int levels, int usual) {
        if (network.attentionAt != null) {
            return network.attentionAt;
        }
        return List.of(preset == null ? usual : preset.attentionSize(side, levels));
    }

    /**
     * The variant for frames of a side and a network of so many levels.
     *
     * @throws IllegalArgumentException if choices contradict each other
     */
    public Sr3Variant variant(int side, int levels) {
        return new Sr3Variant(
                new Sr3Options(
                        Objects.requireNonNullElse(network.heads, 1),
                        injection(side, levels),
                        isTrue(network.inputAttention),
                        isTrue(objective.learnedVariance)),
                new NoiseOptions(
                        chosen(objective.residual, Sr3Preset::residual) ? ChainDomain.RESIDUAL : ChainDomain.IMAGE,
                        Objects.requireNonNullElse(objective.predict, Prediction.NOISE),
                        Objects.requireNonNullElse(objective.norm, ErrorNorm.L1),
                        chosen(objective.sharedStep, any -> true),
                        isTrue(objective.sharedNoise),
                        chosen(objective.excludeLast, Sr3Preset::lastExcluded)),
                !isTrue(chain.unclipped),
                chosen(chain.publishedEnds, Sr3Preset::publishedEnds));
    }

    /** Name of the extractor of attention maps; {@code none} for no masks. */
    public String extractor() {
        return mask.attention == null ? NoExtractor.NAME : mask.attention;
    }

    /**
     * What masks do.
     *
     * @throws IllegalArgumentException if masks are described that are not wanted, or their bound is no share
     */
    public Masking masking() {
        if (extractor().equals(NoExtractor.NAME)) {
            if (mask.lowerBound != null || mask.fullInput != null || mask.overMasked != null) {
                throw new IllegalArgumentException("Without attention there are no masks, so that a lower bound, full"
                        + " input and a mean over masked pixels say nothing; name an extractor, for example edges.");
            }
            return Masking.OFF;
        }
        double bound = Objects.requireNonNullElse(mask.lowerBound, LOWER_BOUND);
        if (!(bound >= 0 && bound <= 1)) {
            throw new IllegalArgumentException("The lower bound of masks is within [0, 1], not " + bound + ".");
        }
        return new Masking(true, bound, !isTrue(mask.fullInput), isTrue(mask.overMasked));
    }

    private boolean chosen(@Nullable Boolean given, Predicate<Sr3Preset> usual) {
        return given == null ? preset != null && usual.test(preset) : given;
    }

    private static boolean isTrue(@Nullable Boolean given) {
        return given != null && given;
    }

    private @Nullable LrInjection injection(int side, int levels) {
        LrInjection usual = preset == null ? null : preset.injection(side, levels);
        Injecting chosen = network.inject == null && usual != null ? Injecting.CONCAT : network.inject;
        if (chosen == null || chosen == Injecting.NONE) {
            if (network.bridge != null || network.injectAt != null) {
                throw new IllegalArgumentException(
                        "Without --inject the LR image does not enter the middle, so that --bridge"
                                + " and --inject-at say nothing; name --inject concat or --inject add.");
            }
            return null;
        }
        return new LrInjection(
                Fusion.valueOf(chosen.name()),
                network.bridge == null ? Bridge.SMALL : network.bridge,
                network.injectAt == null ? Sr3Preset.injectionSize(side, levels) : network.injectAt);
    }
}
