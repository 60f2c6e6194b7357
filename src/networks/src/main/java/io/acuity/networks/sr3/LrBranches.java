package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Reductions;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.LrInjection.Fusion;
import io.acuity.networks.sr3.Sr3Parts.Kernel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes what an {@link LrInjection} asks for: where it asks for nothing, features pass as they are. */
final class LrBranches {
    /** The branch into the way down. */
    static final String DOWN = "lr_enc";
    /** The branch into the way up. */
    static final String UP = "lr_dec";

    private static final String ADD = ".add";

    private final Sr3Parts parts;
    private final @Nullable LrInjection injection;
    private final int factor;
    private final int colours;
    private final Value upsampled;

    /** Features and how many channels they have. */
    record Features(Value value, int channels) {}

    /**
     * Prepares the branches.
     *
     * @param upsampled y as fp32, as the network is given it
     */
    LrBranches(Sr3Parts parts, Sr3UNet network, Value upsampled) {
        this.parts = parts;
        this.injection = network.options().injection();
        this.factor = injection == null ? 1 : network.imageSize() / injection.size();
        this.colours = network.inChannels() - network.outChannels();
        this.upsampled = upsampled;
    }

    /** Whether a weight begins at zero, so that the network begins as one without injection. */
    static boolean startsAtZero(String parameter) {
        return parameter.equals(DOWN + ADD + ".weight") || parameter.equals(UP + ADD + ".weight");
    }

    /** What the first block of a level is given. */
    Features before(String branch, Features x, int size) {
        return is(Fusion.CONCAT, size)
                ? new Features(
                        parts.graph().concatChannels(x.value, reduced(branch)), x.channels + LrInjection.CHANNELS)
                : x;
    }

    /** What the first block of a level gives. */
    Value after(String branch, Features x, int size) {
        return is(Fusion.ADD, size)
                ? parts.graph()
                        .add(
                                x.value,
                                parts.convolve(
                                        branch + ADD, reduced(branch), LrInjection.CHANNELS, x.channels, Kernel.POINT))
                : x.value;
    }

    private boolean is(Fusion fusion, int size) {
        return injection != null && injection.fusion() == fusion && injection.size() == size;
    }

    private Value reduced(String branch) {
        Graph graph = parts.graph();
        return switch (Objects.requireNonNull(injection).bridge()) {
            // A window of one pixel leaves every f-th.
            case DIRECT -> point(branch, graph.maxPool2d(upsampled, 1, factor, 0));
            case BICUBIC -> point(branch, new Reductions(graph).bicubic(upsampled, 1.0 / factor));
            case LARGE ->
                parts.convolve(
                        branch + ".0",
                        layerInput(upsampled),
                        colours,
                        LrInjection.CHANNELS,
                        new Kernel(2 * factor - 1, factor));
            case SMALL -> halved(branch);
        };
    }

    private Value point(String branch, Value small) {
        return parts.convolve(branch + ".0", layerInput(small), colours, LrInjection.CHANNELS, Kernel.POINT);
    }

    private Value halved(String branch) {
        Value h = layerInput(upsampled);
        int in = colours;
        int index = 0;
        // 8, 16 and 32 channels for the report's three halvings.
        for (int left = factor; left > 1; left /= 2) {
            int out = 2 * LrInjection.CHANNELS / left;
            h = parts.convolve(
                    branch + "." + index, index == 0 ? h : parts.graph().silu(h), in, out, Kernel.HALVING);
            in = out;
            index += 2;
        }
        return h;
    }

    private Value layerInput(Value image) {
        return parts.graph().channelsLast(parts.graph().toComputeType(image));
    }
}
