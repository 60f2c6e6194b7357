package io.acuity.networks.dino;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * A residual network of bottlenecks (He et al. 2016) with the stride in the 3×3 convolution, as torchvision and DINO
 * publish it, without classifier. Parameter names are those of the published checkpoints; batch norms use recorded
 * statistics.
 *
 * @param stem channels after the first convolution; stage i has {@code stem · 2^i} inside its blocks and four times as
 *     many between them
 * @param blocks of each stage; each stage but the first halves the image
 * @param classes outputs of a linear probe on the features, {@code linear.weight} and {@code linear.bias}; 0 for none
 */
public record ResNet(int stem, List<Integer> blocks, int classes) {
    /** Channels between blocks for one inside. */
    static final int EXPANSION = 4;

    private static final int PUBLISHED_STEM = 64;
    private static final List<Integer> PUBLISHED_BLOCKS = List.of(3, 4, 6, 3);
    private static final int MOST_STAGES = 6;

    /** Validates the sizes. */
    public ResNet {
        blocks = List.copyOf(blocks);
        boolean possible = stem > 0 && classes >= 0 && !blocks.isEmpty() && blocks.size() <= MOST_STAGES;
        if (!possible || blocks.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("A residual network needs a positive stem and one to " + MOST_STAGES
                    + " stages of at least one block, not " + stem + " and " + blocks + " with " + classes
                    + " classes.");
        }
    }

    /** ResNet-50, without probe. */
    public static ResNet fifty() {
        return new ResNet(PUBLISHED_STEM, PUBLISHED_BLOCKS, 0);
    }

    /**
     * Reads a configuration: {@code stem}, {@code blocks}, {@code classes}; what is absent is as in ResNet-50 without
     * probe.
     *
     * @throws IllegalArgumentException if it is impossible
     */
    public static ResNet of(JsonNode config) {
        List<Integer> blocks = new ArrayList<>();
        config.path("blocks").forEach(count -> blocks.add(count.asInt()));
        return new ResNet(
                config.path("stem").asInt(PUBLISHED_STEM),
                blocks.isEmpty() ? PUBLISHED_BLOCKS : blocks,
                config.path("classes").asInt(0));
    }

    /** Channels of the features: 2048 in ResNet-50. */
    public int features() {
        return (stem << (blocks.size() - 1)) * EXPANSION;
    }

    /** Numbers the network gives of an image: those of the probe, or the features. */
    public int outputs() {
        return classes == 0 ? features() : classes;
    }

    /** By how much the last stage is smaller than the image: 32 in ResNet-50. */
    public int totalStride() {
        return 2 << blocks.size();
    }

    /**
     * The program of features: input {@code image [N, 3, H, W]}, normalised; results the features {@code [N, F]} and the
     * outputs of all stages, {@code [N, 4·stem·2^i, H/4·2^i, W/4·2^i]}.
     */
    public Program stages() {
        return new ResNetProgram(this).stages();
    }

    /**
     * The program of attribution: input {@code image [1, 3, H, W]}, normalised; result {@code [1, count, H, W]}, for each
     * of the strongest outputs what of the image speaks for it.
     *
     * @param count 1 to {@link #outputs}
     */
    public Program attributions(int count) {
        return new ResNetProgram(this).attributions(count);
    }

    /** What a checkpoint of this network holds. */
    public List<Parameter> parameters() {
        return attributions(1).parameters();
    }
}
