package io.acuity.networks.sr3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net of SR3 (Saharia et al. 2021) in the layout and under the names of the PyTorch port its published weights
 * come from. Each level has {@code resBlocks} residual blocks, halves the sides and multiplies the channels; group norm
 * and attention look at the whole frame, so that the network is not local.
 *
 * @param inChannels channels of the input: the upsampled LR image, then the state
 * @param outChannels channels of the state
 * @param innerChannels channels at full size, even
 * @param multipliers channels of each level over {@code innerChannels}, full size first
 * @param resBlocks residual blocks per level on the way down; one more on the way up
 * @param normGroups groups of every group norm; divides all channel counts
 * @param attentionSizes sides of feature maps with attention, for a frame of {@code imageSize}; the middle always has it
 * @param imageSize side of the frames the network was designed for; says at which levels attention is, nothing else
 * @param conditioning what the network is told about the noise
 * @param options what SR4 adds
 */
public record Sr3UNet(
        int inChannels,
        int outChannels,
        int innerChannels,
        List<Integer> multipliers,
        int resBlocks,
        int normGroups,
        List<Integer> attentionSizes,
        int imageSize,
        Conditioning conditioning,
        Sr3Options options) {
    private static final int DEFAULT_GROUPS = 32;

    /** Validates the configuration. */
    public Sr3UNet {
        multipliers = List.copyOf(multipliers);
        attentionSizes = List.copyOf(attentionSizes);
        if (outChannels < 1 || outChannels >= inChannels) {
            throw new IllegalArgumentException("An SR3 U-Net sees an image beside the state, but " + inChannels
                    + " input channels hold no more than the " + outChannels + " of the state.");
        }
        if (innerChannels < 2 || innerChannels % 2 != 0 || normGroups < 1 || innerChannels % normGroups != 0) {
            throw new IllegalArgumentException("An SR3 U-Net has an even number of inner channels that its groups of"
                    + " group norm divide, not " + innerChannels + " channels and " + normGroups + " groups.");
        }
        if (resBlocks < 1 || multipliers.isEmpty() || Collections.min(multipliers) < 1) {
            throw new IllegalArgumentException("An SR3 U-Net has at least one level with a positive multiplier and at"
                    + " least one block, not multipliers " + multipliers + " and " + resBlocks + " blocks.");
        }
        requireHeads(options.heads(), innerChannels, multipliers, attentionSizes, imageSize);
        requireInjection(options.injection(), imageSize, multipliers.size(), normGroups);
        requireLikeInputs(options.inputAttention(), inChannels, outChannels);
    }

    private static void requireHeads(
            int heads, int innerChannels, List<Integer> multipliers, List<Integer> attentionSizes, int imageSize) {
        for (int level = 0; level < multipliers.size(); level++) {
            int channels = innerChannels * multipliers.get(level);
            boolean attends = level == multipliers.size() - 1 || attentionSizes.contains(imageSize >> level);
            if (attends && channels % heads != 0) {
                throw new IllegalArgumentException("The heads of a self-attention share its channels evenly, but "
                        + heads + " heads do not divide " + channels + " channels.");
            }
        }
    }

    private static void requireInjection(@Nullable LrInjection injection, int imageSize, int levels, int normGroups) {
        if (injection == null) {
            return;
        }
        boolean between = IntStream.range(1, levels).anyMatch(level -> injection.size() << level == imageSize);
        if (!between) {
            throw new IllegalArgumentException(
                    "The LR image enters at the size of a level below the first, but no level of " + levels
                            + " has feature maps of side " + injection.size() + " for a frame of " + imageSize + ".");
        }
        if (injection.fusion() == LrInjection.Fusion.CONCAT && LrInjection.CHANNELS % normGroups != 0) {
            throw new IllegalArgumentException(
                    "A branch of " + LrInjection.CHANNELS + " channels cannot be concatenated," + " for the "
                            + normGroups + " groups of group norm do not divide it; add it instead.");
        }
    }

    private static void requireLikeInputs(boolean inputAttention, int inChannels, int outChannels) {
        if (inputAttention && inChannels != 2 * outChannels) {
            throw new IllegalArgumentException("Attention between the inputs has one convolution for both, but the "
                    + inChannels + " input channels are not twice the " + outChannels + " of the state.");
        }
    }

    /**
     * Reads a configuration as published: {@code in_channel}, {@code out_channel}, {@code inner_channel},
     * {@code norm_groups}, {@code channel_mults} (or {@code channel_multiplier}), {@code attn_res}, {@code res_blocks},
     * {@code image_size}; and what {@link Sr3OptionsJson} names. Dropout is for training elsewhere and not looked at.
     */
    public static Sr3UNet of(JsonNode config) {
        JsonNode multipliers = config.path(config.has("channel_mults") ? "channel_mults" : "channel_multiplier");
        return new Sr3UNet(
                config.path("in_channel").asInt(6),
                config.path("out_channel").asInt(3),
                config.path("inner_channel").asInt(),
                integers(multipliers),
                config.path("res_blocks").asInt(),
                config.path("norm_groups").asInt(DEFAULT_GROUPS),
                integers(config.path("attn_res")),
                config.path("image_size").asInt(),
                "ddpm".equals(config.path("which_model_G").asText()) ? Conditioning.STEP : Conditioning.NOISE_LEVEL,
                Sr3OptionsJson.of(config));
    }

    /** The configuration that {@link #of} reads this network from. */
    public ObjectNode config() {
        return Sr3ConfigJson.of(this);
    }

    private static List<Integer> integers(JsonNode list) {
        // A single size may stand without brackets.
        return list.isInt()
                ? List.of(list.asInt())
                : StreamSupport.stream(list.spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList();
    }

    /** Whether a tensor in a checkpoint is a constant of the embedding, which is computed anew. */
    public static boolean isConstant(String name) {
        return name.endsWith("time_mlp.0.inv_freq");
    }

    /** SR3's own configuration for RGB images, conditioned on the noise level. */
    public static Sr3UNet rgb(
            int innerChannels, List<Integer> multipliers, int resBlocks, List<Integer> attentionSizes, int imageSize) {
        return new Sr3UNet(
                6,
                3,
                innerChannels,
                multipliers,
                resBlocks,
                Math.min(innerChannels, DEFAULT_GROUPS),
                attentionSizes,
                imageSize,
                Conditioning.NOISE_LEVEL,
                Sr3Options.PLAIN);
    }

    /** The same network with other options. */
    public Sr3UNet with(Sr3Options other) {
        return new Sr3UNet(
                inChannels,
                outChannels,
                innerChannels,
                multipliers,
                resBlocks,
                normGroups,
                attentionSizes,
                imageSize,
                conditioning,
                other);
    }

    /** Channels of the prediction: those of the state, and as many again where the variance is learned. */
    public int predictedChannels() {
        return options.learnedVariance() ? 2 * outChannels : outChannels;
    }

    /** Whether training begins with zeros for this weight, whatever its shape. */
    public static boolean startsAtZero(String parameter) {
        return LrBranches.startsAtZero(parameter);
    }

    /** What the sides of a frame are multiples of: each level but the last halves them. */
    public int multiple() {
        return 1 << (multipliers.size() - 1);
    }

    /**
     * The inference program: inputs {@code x [N, inChannels, H, W]} (upsampled LR image first, then the state, in [-1, 1])
     * and {@code level [N, 1]} (√ᾱ or the step), fp32, H and W multiples of {@link #multiple}; result
     * {@code [N, predictedChannels, H, W]} fp32. The weights come in {@code type}.
     */
    public Program inference(ScalarType type) {
        return prediction(Graph.of(type));
    }

    /** As {@link #inference}, with fp32 master weights that are cast to {@code type} inside. */
    public Program mixedInference(ScalarType type) {
        return prediction(Graph.mixed(type));
    }

    /** As {@link #training(ScalarType, ErrorNorm)} with absolute errors, as SR3 is trained. */
    public Program training(ScalarType type) {
        return training(type, ErrorNorm.L1);
    }

    /**
     * The training program (DESIGN §7, YODA eq. 13): the inputs of {@link #inference}, {@code target [N, outChannels, H,
     * W]} (what is to be predicted) and {@code weight [N, 1, H, W]} (the mask, ones without one); result the mean over all
     * pixels of {@code weight · |target − prediction|} or of {@code weight · (target − prediction)²}, a scalar. Weights are
     * fp32 masters, cast inside.
     *
     * <p>With a learned variance two inputs more, {@code image [N, outChannels, H, W]} (the original) and {@code steps
     * [N, 5, 1, 1]} (see {@link StepTerms}), and the hybrid loss {@code L_simple + λ L_vlb} (Nichol and Dhariwal 2021, eq.
     * 16): the bound stops at the mean, which learns from the first part alone.
     */
    public Program training(ScalarType type, ErrorNorm norm) {
        Graph graph = Graph.mixed(type);
        Value x = graph.input("x");
        Value level = graph.input("level");
        Value target = graph.input("target");
        Value weight = graph.input("weight");
        if (!options.learnedVariance()) {
            Value prediction = new Sr3Layers(graph, this).predict(x, level);
            return graph.returns(norm.mean(graph, graph.sub(target, prediction), weight));
        }
        Value image = graph.input("image");
        Value steps = graph.input("steps");
        Value prediction = new Sr3Layers(graph, this).predict(x, level);
        Value error = graph.sub(target, graph.slice(prediction, 1, 0, outChannels));
        Value bound = new VariationalBound(graph)
                .mean(new VariationalBound.Operands(
                        new Elements(graph).withoutGradient(error),
                        graph.slice(prediction, 1, outChannels, 2L * outChannels),
                        image,
                        steps));
        return graph.returns(graph.add(norm.mean(graph, error, weight), bound));
    }

    /**
     * Appends the network to a program, with its way up made larger in another way than SR3's.
     *
     * @param x {@code [N, inChannels, H, W]}; of any size that {@code enlarging} can come back to
     * @param level {@code [N, 1]}
     * @return {@code [N, predictedChannels, H, W]} fp32
     */
    public Value prediction(Graph graph, Value x, Value level, Enlarging enlarging) {
        return new Sr3Layers(graph, this, enlarging).predict(x, level);
    }

    private Program prediction(Graph graph) {
        Value x = graph.input("x");
        Value level = graph.input("level");
        return graph.returns(new Sr3Layers(graph, this).predict(x, level));
    }
}
