package io.acuity.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.training.frames.Masking;
import io.acuity.training.frames.NoiseObjective;
import io.acuity.training.frames.NoiseOptions;
import io.acuity.training.frames.Sr3Training;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.objective.GaussianBundle;
import io.acuity.training.objective.Sr3Task;
import io.acuity.training.sr3.Sr3Chain;
import io.acuity.training.sr3.Sr3Choices;
import io.acuity.training.sr3.Sr3Masks;
import io.acuity.training.sr3.Sr3Variant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An SR3 U-Net on a Gaussian chain. Patches of the result are its frames.
 *
 * @param width channels at full size
 * @param blocks residual blocks per level
 * @param chainSteps T
 * @param choices the rest
 * @param init a model, shipped or in a folder, whose weights are begun with; null for random ones
 */
public record Sr3Plan(
        int width,
        int blocks,
        int chainSteps,
        Sr3Choices choices,
        @Nullable String init) implements TrainingPlan {
    /** Width where none is said. */
    public static final int WIDTH = 32;

    /** Blocks where none are said. */
    public static final int BLOCKS = 1;

    @Override
    public Family family() {
        return Family.SR3;
    }

    @Override
    public void requireFits(int patch) {
        var unusedDesign = design(patch * SCALE);
        var unusedStart = start(init, Sr3Task.SYSTEM);
    }

    @Override
    public TrainingTask open(int patch, ScalarType type) {
        Design design = design(patch * SCALE);
        return new Sr3Task(
                new Sr3Training(design.network, design.objective),
                new GaussianBundle(SCALE, chainSteps, design.process, design.notes),
                design.masks.source(),
                type,
                start(init, Sr3Task.SYSTEM));
    }

    /**
     * What is begun with: nothing, or the weights of a model.
     *
     * @throws IllegalArgumentException if it is not of this system
     */
    static Map<String, Tensor> start(@Nullable String init, String system) {
        if (init == null) {
            return Map.of();
        }
        ModelBundle bundle = BundleCatalog.find(init);
        if (!bundle.description().system().equals(system)) {
            throw new IllegalArgumentException("The model " + init + " is of the system "
                    + bundle.description().system()
                    + ", whose weights no " + system.toUpperCase(Locale.ROOT)
                    + " network can begin with; name a model of the system " + system + ".");
        }
        return bundle.weights().tensors();
    }

    /**
     * What the choices come to for frames of one size.
     *
     * @param process how a bundle describes the chain
     * @param notes the objective, for people
     */
    record Design(Sr3UNet network, NoiseObjective objective, Sr3Masks masks, ObjectNode process, ObjectNode notes) {}

    /** The design for frames of a side. */
    Design design(int side) {
        List<Integer> multipliers = choices.multipliers();
        int levels = multipliers.size();
        Sr3Variant variant = choices.variant(side, levels);
        List<Integer> attention = choices.attentionSizes(side, levels, usualAttention(side, levels));
        Sr3UNet network =
                Sr3UNet.rgb(width, multipliers, blocks, attention, side).with(variant.network());
        requireFrames(network, side);
        Sr3Chain chain = choices.chain(chainSteps);
        Sr3Masks masks = new Sr3Masks(choices.extractor(), choices.masking());
        NoiseObjective objective = new NoiseObjective(
                chain.schedule(),
                masks.masking(),
                variant.objective(),
                variant.network().learnedVariance());
        return new Design(network, objective, masks, process(chain, variant, masks.masking()), notes(variant, masks));
    }

    /** Where maps are twice as large as the smallest, as 16 of SR3's 64; never at full size, where it is dear. */
    private static int usualAttention(int side, int levels) {
        return side >> Math.max(Math.min(1, levels - 1), levels - 2);
    }

    private static void requireFrames(Sr3UNet network, int side) {
        int multiple = network.multiple();
        if (side % multiple != 0) {
            throw new IllegalArgumentException(
                    "A network of " + network.multipliers().size()
                            + " levels takes frames whose sides are multiples of " + multiple + ", not of " + side
                            + " pixels; choose another patch, its side is that of a frame by " + SCALE + ".");
        }
        for (int size : network.attentionSizes()) {
            boolean found = size == 0;
            for (int level = 0; level < network.multipliers().size(); level++) {
                found |= size == side >> level;
            }
            if (!found) {
                throw new IllegalArgumentException("No feature map of a frame of " + side + " pixels has the side "
                        + size + " where attention is wanted; halve " + side + " up to "
                        + (network.multipliers().size() - 1) + " times, or take 0 for the middle alone.");
            }
        }
    }

    private ObjectNode process(Sr3Chain chain, Sr3Variant variant, Masking masking) {
        NoiseOptions objective = variant.objective();
        ObjectNode process = chain.process()
                .put("prediction", lower(objective.target()))
                .put("domain", lower(objective.domain()))
                .put("clip_denoised", variant.clipped())
                // Patches are enlarged this way, see PatchBatch.
                .put("bicubic", "matlab")
                .put("masked_input", masking.maskedInput());
        if (variant.network().learnedVariance()) {
            process.put("variance", "learned");
        }
        Integer sampled = choices.chain().sampleSteps();
        if (sampled != null) {
            if (sampled < 1 || sampled > chain.steps()) {
                throw new IllegalArgumentException("A chain of " + chain.steps()
                        + " steps is sampled in 1 to as many steps, not in " + sampled + ".");
            }
            process.put("sample_steps", sampled);
        }
        return process;
    }

    private static ObjectNode notes(Sr3Variant variant, Sr3Masks masks) {
        NoiseOptions objective = variant.objective();
        ObjectNode notes = JsonNodeFactory.instance
                .objectNode()
                .put("predict", lower(objective.target()))
                .put("domain", lower(objective.domain()))
                .put("norm", lower(objective.norm()))
                .put("hybrid", variant.network().learnedVariance())
                .put("sharedStep", objective.sharedStep())
                .put("sharedNoise", objective.sharedNoise())
                .put("lastExcluded", objective.lastExcluded())
                .put("attention", masks.extractor());
        if (masks.masking().on()) {
            notes.put("lowerBound", masks.masking().lowerBound())
                    .put("overMasked", masks.masking().overMasked());
        }
        return notes;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
