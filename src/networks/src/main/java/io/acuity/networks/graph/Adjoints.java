package io.acuity.networks.graph;

import java.util.Locale;

/**
 * Steps that walk a network backwards: vector-Jacobian products written out, for programs that propagate something from
 * outputs to inputs. Gradients may have more samples than the operand they belong to, which is then the same for all.
 */
public final class Adjoints {
    private final Graph graph;

    /** Operations that append to {@code graph}. */
    public Adjoints(Graph graph) {
        this.graph = graph;
    }

    /**
     * Of a convolution without bias, to its input: the transposed convolution, as large as the input also where the
     * stride does not divide it.
     *
     * @param gradient {@code [N, Co, H', W']}
     * @param weight {@code [Co, Ci, k, k]}
     * @param input {@code [·, Ci, H, W]}; only its size counts
     * @return {@code [N, Ci, H, W]}
     */
    public Value conv2d(Value gradient, Value weight, Window window, Value input) {
        String rows = "0";
        String columns = "0";
        if (window.stride() > 1) {
            rows = uncovered(gradient, window, input, 2).expression();
            columns = uncovered(gradient, window, input, 3).expression();
        }
        return graph.emit(
                "torch.conv_transpose2d(%s, %s, None, [%d, %d], [%d, %d], [%s, %s], 1, [1, 1])",
                gradient, weight, window.stride(), window.stride(), window.padding(), window.padding(), rows, columns);
    }

    /** Pixels at the end of an axis that no place of the window reaches: {@code H − ((H' − 1)·s + k − 2p)}. */
    private Value uncovered(Value gradient, Window window, Value input, int axis) {
        Value covered = graph.emit("torch.mul(%s, %d)", graph.size(gradient, axis), window.stride());
        Value rest = graph.emit("torch.sub(%s, %s)", graph.size(input, axis), covered);
        return graph.emit("torch.add(%s, %d)", rest, window.stride() + 2 * window.padding() - window.side());
    }

    /**
     * Of {@link Graph#maxPool2d}, to its input: everything goes to the largest pixel of each window.
     *
     * @param gradient {@code [samples, C, H', W']}
     * @param input {@code [1, C, H, W]}
     * @return {@code [samples, C, H, W]}
     */
    public Value maxPool2d(Value gradient, Window window, Value input, int samples) {
        String geometry = String.format(
                Locale.ROOT,
                "[%d, %d], [%d, %d], [%d, %d], [1, 1], False",
                window.side(),
                window.side(),
                window.stride(),
                window.stride(),
                window.padding(),
                window.padding());
        Value places = graph.emit("(torch.max_pool2d_with_indices(%s, %s))[1]", input, geometry);
        return graph.emit(
                "torch.max_pool2d_with_indices_backward(%s, %s, %s, %s)",
                gradient,
                graph.expand(input, samples, -1, -1, -1),
                geometry,
                graph.expand(places, samples, -1, -1, -1));
    }

    /** Of {@link Graph#batchNorm}, to its input. */
    public Value batchNorm(Value gradient, Value weight, Graph.Moments recorded, double epsilon) {
        Value inverse = graph.emit("torch.rsqrt(%s)", graph.plus(recorded.variance(), epsilon));
        return graph.mul(gradient, graph.asChannels(graph.mul(weight, inverse)));
    }
}
