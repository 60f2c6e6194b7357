package io.acuity.networks.srdiff;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/** Linear attention with a gate, as SRDiff's U-Net may have it: the softmax is over the positions of the keys alone. */
final class LinearAttention {
    private static final int HEADS = 4;
    private static final int HEAD_WIDTH = 32;

    private final Graph graph;

    LinearAttention(Graph graph) {
        this.graph = graph;
    }

    /** {@code x + g·out(attention(x))}. */
    Value attend(String name, Value x, int channels) {
        int inner = HEADS * HEAD_WIDTH;
        Value together = graph.conv2d(x, graph.parameter(name + ".fn.to_qkv.weight", 3L * inner, channels, 1, 1), 1, 0);
        Value batch = graph.size(x, 0);
        Value flat = graph.reshape(graph.contiguous(together), batch, 3 * HEADS, HEAD_WIDTH, -1);
        Value q = graph.slice(flat, 1, 0, HEADS);
        Value k = graph.softmax(graph.slice(flat, 1, HEADS, 2 * HEADS), -1);
        Value v = graph.slice(flat, 1, 2 * HEADS, 3 * HEADS);
        // context[d, e] = Σ k[d, n] v[e, n]; out[e, n] = Σ context[d, e] q[d, n].
        Value context = graph.matmul(v, graph.permute(k, 0, 1, 3, 2));
        Value heads = graph.matmul(context, q);
        Value map = graph.reshape(heads, batch, inner, graph.size(x, 2), graph.size(x, 3));
        Value out = graph.conv2d(
                map,
                graph.parameter(name + ".fn.to_out.weight", channels, inner, 1, 1),
                graph.parameter(name + ".fn.to_out.bias", channels),
                1,
                0);
        return graph.add(x, graph.mul(out, graph.parameter(name + ".g", 1)));
    }
}
