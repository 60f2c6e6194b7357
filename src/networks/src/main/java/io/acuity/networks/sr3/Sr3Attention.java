package io.acuity.networks.sr3;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Sr3Parts.Kernel;

/** Self-attention over all positions of a feature map, with one head or several. */
final class Sr3Attention {
    private final Sr3Parts parts;
    private final int heads;

    Sr3Attention(Sr3Parts parts, int heads) {
        this.parts = parts;
        this.heads = heads;
    }

    /** {@code qkv} holds q, k and v of the first head, then of the next; logits are scaled by the root of all channels. */
    Value attend(String name, Value x, int channels) {
        Graph graph = parts.graph();
        int width = channels / heads;
        Value weight = graph.parameter(name + ".qkv.weight", 3L * channels, channels, 1, 1);
        Value qkv = graph.conv2d(parts.norm(name + ".norm", x, channels), weight, 1, 0);
        Value batch = graph.size(x, 0);
        // Channels-last, so that this is a view.
        Value tokens = graph.reshape(graph.permute(qkv, 0, 2, 3, 1), batch, -1, heads, 3 * width);
        Value byHead = heads == 1 ? graph.reshape(tokens, batch, 1, -1, 3 * width) : graph.permute(tokens, 0, 2, 1, 3);
        Value q = graph.slice(byHead, 3, 0, width);
        Value k = graph.slice(byHead, 3, width, 2L * width);
        Value v = graph.slice(byHead, 3, 2L * width, 3L * width);
        // The operation scales by the root of a head's width.
        Value mixed = graph.attention(heads == 1 ? q : graph.scale(q, 1 / Math.sqrt(heads)), k, v);
        Value joined = heads == 1 ? mixed : graph.permute(mixed, 0, 2, 1, 3);
        Value image =
                graph.permute(graph.reshape(joined, batch, graph.size(x, 2), graph.size(x, 3), channels), 0, 3, 1, 2);
        return graph.add(parts.convolve(name + ".out", image, channels, channels, Kernel.POINT), x);
    }
}
