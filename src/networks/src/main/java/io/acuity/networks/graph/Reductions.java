package io.acuity.networks.graph;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Operations that fold axes; folded axes stay, with length 1, so that results broadcast against their operand. */
public final class Reductions {
    private final Graph graph;

    /** Operations that append to {@code graph}. */
    public Reductions(Graph graph) {
        this.graph = graph;
    }

    /** Sum over axes. */
    public Value sum(Value x, Integer... axes) {
        return graph.emit("torch.sum(%s, [%s], True)", x, list(axes));
    }

    /** Mean over axes. */
    public Value mean(Value x, Integer... axes) {
        return graph.emit("torch.mean(%s, [%s], True)", x, list(axes));
    }

    /** Largest value over axes. */
    public Value largest(Value x, Integer... axes) {
        return graph.emit("torch.amax(%s, [%s], True)", x, list(axes));
    }

    /** Smallest value over axes. */
    public Value smallest(Value x, Integer... axes) {
        return graph.emit("torch.amin(%s, [%s], True)", x, list(axes));
    }

    /** Where the largest value of an axis is, as integers. */
    public Value whereLargest(Value x, int axis) {
        return graph.emit("torch.argmax(%s, %d, True)", x, axis);
    }

    /** Where the values of an axis are in descending order, as integers; nothing is folded. */
    public Value descending(Value x, int axis) {
        return graph.emit("torch.argsort(%s, %d, True)", x, axis);
    }

    /**
     * {@code [N, C, H, W]} made smaller by PyTorch's antialiased bicubic, whose kernel (a = −0.5) is widened by the factor.
     *
     * @param factor of both sides, below 1
     */
    public Value bicubic(Value x, double factor) {
        return graph.emit("torch._upsample_bicubic2d_aa(%s, None, False, [%s, %s])", x, factor, factor);
    }

    private static String list(Integer... axes) {
        return Arrays.stream(axes).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
