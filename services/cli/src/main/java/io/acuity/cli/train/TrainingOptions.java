package io.acuity.cli.train;

import io.acuity.diffusion.Target;
import io.acuity.networks.Precision;
import io.acuity.trainer.TrainerSettings;
import io.acuity.trainer.config.TrainerDefaults;
import io.acuity.training.PlanChoices;
import io.acuity.training.TrainingPlan;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.loop.OptimizerSettings;
import io.acuity.training.loop.RateSchedule;
import io.acuity.training.loop.TrainingSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be chosen about a training run; the defaults are those of the shipped model. */
final class TrainingOptions {
    @Option(names = "--system", description = "What is trained: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TrainingPlan.Family family = TrainingPlan.Family.RESIDUAL_SHIFT;

    @Option(
            names = "--name",
            description = "Name of the model (default: acuity-s-x4, acuity-m-x4, sr3-x4 or idm, by system).")
    private @Nullable String name;

    @Option(names = "--steps", description = "Optimizer steps (default: ${DEFAULT-VALUE}).")
    private int steps = TrainerDefaults.STEPS;

    @Option(names = "--batch", description = "Patches per step (default: 16, or 4 for SR3 and IDM).")
    private @Nullable Integer batch;

    @Option(names = "--patch", description = "Side of a patch in LR pixels (default: 32, or 16 for SR3 and IDM).")
    private @Nullable Integer patch;

    @Option(names = "--rate", description = "Peak learning rate (default: 8e-4, or 3e-4 for SR3 and IDM).")
    private @Nullable Double rate;

    @Option(
            names = "--schedule",
            description = "Learning rate after the warm-up: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private RateSchedule.Decay schedule = RateSchedule.Decay.COSINE;

    @Option(names = "--warm-up", description = "Steps the rate takes to rise (default: a tenth, at most 500).")
    private @Nullable Integer warmUp;

    @Option(names = "--optimizer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OptimizerSettings.Kind optimizer = OptimizerSettings.DEFAULT.kind();

    @Option(names = "--weight-decay", description = "Weight decay (default: ${DEFAULT-VALUE}).")
    private double weightDecay = OptimizerSettings.DEFAULT.weightDecay();

    @Option(
            names = "--averaging",
            description = "Decay of the moving average of the weights, which is kept (default: ${DEFAULT-VALUE}).")
    private double averaging = OptimizerSettings.DEFAULT.averaging();

    @Option(
            names = "--clip-norm",
            description = "Gradients of a larger norm are scaled down to it (default: ${DEFAULT-VALUE}).")
    private double clipNorm = OptimizerSettings.DEFAULT.clipNorm();

    @Option(
            names = "--degradation",
            description = "How LR images are made: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TrainerSettings.Degradation degradation = TrainerSettings.Degradation.BICUBIC;

    @Option(
            names = "--width",
            description = "Channels of the trunk, or at full size (default: 64, or 32 for SR3 and IDM).")
    private @Nullable Integer width;

    @Option(
            names = "--blocks",
            description =
                    "Residual blocks; of the encoder, where there is one; per level of SR3 and IDM (default: 6, or 1).")
    private @Nullable Integer blocks;

    @Option(names = "--trunk-blocks", description = "Residual blocks of a masked network's trunk (default: 2).")
    private @Nullable Integer trunkBlocks;

    @Option(
            names = "--chain-steps",
            description =
                    "Steps T of the chain (default: 1; 20 for a masked one; the preset's or 500 for SR3 and IDM).")
    private @Nullable Integer chainSteps;

    @Option(
            names = "--kappa",
            description = "Noise strength of the chain; 0 is noise-free (default: 0, or 0.02 for a masked one).")
    private @Nullable Double kappa;

    @Option(
            names = "--init",
            paramLabel = "MODEL",
            description = "A model, shipped or in a folder, whose weights are begun with where names and shapes agree; "
                    + "acuity-s-x4 also starts the encoder of a masked network.")
    private @Nullable String init;

    @Option(
            names = "--target",
            description = "What a shift's network predicts: ${COMPLETION-CANDIDATES} (default: RESIDUAL).")
    private @Nullable Target target;

    @Option(names = "--eta-first", description = "Root of the first eta of a shift's chain (default: 0.01).")
    private @Nullable Double etaFirst;

    @Option(names = "--eta-last", description = "Root of the last eta of a shift's chain (default: 0.99).")
    private @Nullable Double etaLast;

    @Option(
            names = "--noise-schedule",
            description =
                    "Of SR3's and IDM's chain: linear, quad, warmup10, warmup50, const, jsd or cosine (default: the preset's,"
                            + " or linear).")
    private @Nullable String noiseSchedule;

    @Option(
            names = "--sample-steps",
            description =
                    "Steps in which SR3 and IDM are sampled unless workers are told another number (default: all).")
    private @Nullable Integer sampleSteps;

    @Mixin
    private VariantOptions variant = new VariantOptions();

    @Mixin
    private MaskOptions masks = new MaskOptions();

    @Mixin
    private ContinuousOptions continuous = new ContinuousOptions();

    @Option(names = "--seed", description = "Names initial weights, patches and noise (default: ${DEFAULT-VALUE}).")
    private long seed = TrainerDefaults.SEED;

    @Option(
            names = "--precision",
            description = "Type inside the program: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Precision precision = Precision.AUTO;

    String model() {
        return name == null ? family.model() : name;
    }

    int steps() {
        return steps;
    }

    /** HR pixels a side that an image must have. */
    int smallestSide() {
        TrainingSettings settings = settings();
        return new PatchPlan(settings.batch(), settings.side(), seed).smallestSide() * TrainingPlan.SCALE;
    }

    TrainerSettings.Degradation degradation() {
        return degradation;
    }

    /** How to train; impossible numbers end in an {@link IllegalArgumentException} that says which. */
    TrainingSettings settings() {
        TrainingPlan.Usual usual = family.usual();
        return new TrainingSettings(
                steps,
                or(batch, usual.batch()),
                or(patch, usual.patch()),
                new RateSchedule(or(rate, usual.rate()), or(warmUp, TrainerDefaults.warmUp(steps)), schedule),
                new OptimizerSettings(
                        optimizer,
                        OptimizerSettings.DEFAULT.beta1(),
                        OptimizerSettings.DEFAULT.beta2(),
                        weightDecay,
                        averaging,
                        clipNorm),
                seed,
                precision.scalarType());
    }

    /** What is trained; what does not go together ends in an {@link IllegalArgumentException}. */
    TrainingPlan plan() {
        TrainingPlan plan = new PlanChoices(
                        family,
                        width,
                        blocks,
                        trunkBlocks,
                        new PlanChoices.Chain(chainSteps, kappa, target, etaFirst, etaLast),
                        init,
                        variant.choices(noiseSchedule, sampleSteps, masks.choices()),
                        continuous.choices())
                .plan(steps);
        plan.requireFits(settings().side());
        degradation.requireFits(plan);
        return plan;
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }
}
