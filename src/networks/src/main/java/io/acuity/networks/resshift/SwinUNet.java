package io.acuity.networks.resshift;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * ResShift's {@code UNetModelSwin} (Yue et al., NeurIPS 2023) by its published configuration: a U-Net of residual
 * blocks with layers of shifted-window attention, conditioned on the LR image and the step. Group normalisation makes
 * every pixel depend on all others, so that it runs on whole images only.
 *
 * @param imageSize side of the latents it was built for; levels are named by it
 * @param inChannels channels of the state
 * @param modelChannels channels of the first level
 * @param outChannels channels of the prediction
 * @param multipliers channels of each level as multiples of {@code modelChannels}
 * @param residualBlocks residual blocks of each level
 * @param attentionSizes levels with attention, each by the side of its maps
 * @param learnedResampling whether maps are halved and doubled by convolutions
 * @param resamplingBlocks whether residual blocks do it instead
 * @param scaleShiftNorm whether the step scales and shifts normalised maps instead of being added
 * @param attention the attention layers
 * @param condition the LR image's way in
 */
public record SwinUNet(
        int imageSize,
        int inChannels,
        int modelChannels,
        int outChannels,
        List<Double> multipliers,
        List<Integer> residualBlocks,
        Set<Integer> attentionSizes,
        boolean learnedResampling,
        boolean resamplingBlocks,
        boolean scaleShiftNorm,
        Attention attention,
        Condition condition) {

    /**
     * The attention layers.
     *
     * @param depth blocks per layer, every other one shifted
     * @param channels channels within a layer
     * @param heads attention heads
     * @param window largest side of a window
     * @param hidden channels of the perceptron within a block
     * @param normalised whether a layer normalises what enters and leaves it ({@code patch_norm})
     */
    public record Attention(int depth, int channels, int heads, int window, int hidden, boolean normalised) {}

    /**
     * The LR image's way in.
     *
     * @param size side of LR images where latents have {@link SwinUNet#imageSize()}
     * @param channels 3, or 4 with a mask as the last
     */
    public record Condition(int size, int channels) {}

    private static final int GROUPS = 32;

    /** Validates what the published code takes for granted. */
    public SwinUNet {
        multipliers = List.copyOf(multipliers);
        residualBlocks = List.copyOf(residualBlocks);
        attentionSizes = Set.copyOf(attentionSizes);
        require(!multipliers.isEmpty(), "it has no levels");
        require(multipliers.size() == residualBlocks.size(), "channel_mult and num_res_blocks differ in length");
        for (double multiplier : multipliers) {
            int channels = (int) (multiplier * modelChannels);
            require(channels > 0 && channels % GROUPS == 0, channels + " channels do not form 32 groups");
        }
        require(inChannels > 0 && outChannels > 0, "its channels are not positive");
        require((imageSize >> (multipliers.size() - 1)) > 0, "image_size is too small for its levels");
        require(
                attention.channels % GROUPS == 0
                        && attention.heads > 0
                        && attention.channels % attention.heads == 0
                        && attention.window > 0,
                "its attention of " + attention.channels + " channels, " + attention.heads + " heads and windows of "
                        + attention.window + " is impossible");
        require(condition.size >= imageSize, "lq_size is below image_size");
    }

    /**
     * Reads the published configuration ({@code model.params} of ResShift's YAML files), with its defaults.
     *
     * @throws IllegalArgumentException if it is impossible or asks for what published networks don't have
     */
    public static SwinUNet of(JsonNode config) {
        return SwinUNetConfig.read(config);
    }

    /** Levels of maps, each half as large as the one before. */
    public int levels() {
        return multipliers.size();
    }

    /** Channels of level {@code level}. */
    int channels(int level) {
        return (int) (multipliers.get(level) * modelChannels);
    }

    /** How often the LR image is halved to the size of the latents. */
    int conditionStages() {
        // In the published order of operations, logarithms and truncation included.
        return (int) (Math.log((double) condition.size / imageSize) / Math.log(2));
    }

    /** LR pixels per latent pixel and side. */
    public int conditionFactor() {
        return 1 << conditionStages();
    }

    /** The windows of the level with maps of {@code size}. */
    Window window(int size) {
        return size <= attention.window
                ? new Window(size, 0)
                : new Window(attention.window, attention.depth > 1 ? attention.window / 2 : 0);
    }

    /** Latent pixels per pixel and side of the maps of {@code size}. */
    int reduction(int size) {
        int reduction = 1;
        for (int side = imageSize; side > size; side /= 2) {
            reduction *= 2;
        }
        return reduction;
    }

    /** Side of the maps of the last level, where latents have {@link #imageSize}. */
    int smallestSize() {
        int size = imageSize;
        for (int level = 1; level < levels(); level++) {
            size /= 2;
        }
        return size;
    }

    /** Sides of the maps that have attention, largest first. */
    Set<Integer> sizesWithAttention() {
        Set<Integer> sizes = new TreeSet<>(java.util.Comparator.reverseOrder());
        int size = imageSize;
        for (int level = 0; level < levels(); level++, size /= 2) {
            if (attentionSizes.contains(size)) {
                sizes.add(size);
            }
        }
        sizes.add(smallestSize());
        return sizes;
    }

    /**
     * A side of latents must be a multiple of this: maps must halve evenly, and windows must fill them. LR images must
     * be multiples of {@link #conditionFactor} times it.
     */
    public int multiple() {
        int multiple = 1 << (levels() - 1);
        for (int size : sizesWithAttention()) {
            multiple = lcm(multiple, reduction(size) * window(size).side());
        }
        return multiple;
    }

    /**
     * What the published sampler pads LR images to: multiples of the size the network was built for, which are multiples
     * of {@link #multiple} times {@link #conditionFactor} too.
     */
    public int lowResMultiple() {
        return lcm(condition.size, multiple() * conditionFactor());
    }

    private static int lcm(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }

    /**
     * The inference program, for any latents whose sides are multiples of {@link #multiple}. Inputs, all fp32 unless
     * noted: {@code state [N, in, h, w]}; {@code lowRes [N, 3, f·h, f·w]} in [-1, 1]; {@code step [N, modelChannels]},
     * the embedded step; then for each kind of window, by {@link #sizesWithAttention}, its relative positions (int64)
     * and, where windows are shifted, the separations of the rows of windows of that level. Result
     * {@code [N, out, h, w]} fp32. Weights come in {@code type}.
     */
    public Program inference(ScalarType type) {
        return new SwinUNetProgram(this, type).build();
    }

    /** Whether a tensor of a published checkpoint is a constant that is computed here and not read. */
    public static boolean isConstant(String tensorName) {
        return tensorName.endsWith(".attn_mask") || tensorName.endsWith(".relative_position_index");
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new IllegalArgumentException("A Swin U-Net cannot be built as described: " + fault + ".");
        }
    }
}
