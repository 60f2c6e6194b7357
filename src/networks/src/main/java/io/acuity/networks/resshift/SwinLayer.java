package io.acuity.networks.resshift;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/**
 * A layer of shifted-window attention on maps: in by a 1×1 convolution, blocks of attention and perceptron, out by a
 * 1×1 convolution. The layer's output replaces its input.
 *
 * @param shape sizes
 * @param window the windows on this level
 * @param positions {@link Window#relativePositions}, {@code [tokens²]}
 * @param separations {@link Window#separations}, {@code [rows of windows, tokens, tokens]}; not used without a shift
 */
record SwinLayer(SwinUNet.Attention shape, Window window, Value positions, Value separations) {

    Value emit(Layers layers, String name, Value input, int channels) {
        int width = shape.channels();
        Value x = layers.pointwise(name + ".patch_embed.proj", input, channels, width);
        x = shape.normalised() ? layers.groupNorm(name + ".patch_embed.norm", x, width) : x;
        for (int i = 0; i < shape.depth(); i++) {
            x = block(layers, name + ".blocks." + i, x, i % 2 != 0 && window.shift() > 0);
        }
        x = layers.pointwise(name + ".patch_unembed.proj", x, width, channels);
        return shape.normalised() ? layers.groupNorm(name + ".patch_unembed.norm", x, channels) : x;
    }

    private Value block(Layers layers, String name, Value input, boolean shifted) {
        Graph graph = layers.graph();
        int width = shape.channels();
        int shift = shifted ? window.shift() : 0;
        Value x = layers.groupNorm(name + ".norm1", input, width);
        x = shifted ? graph.roll(x, -shift, -shift, 2, 3) : x;
        x = windowAttention(layers, name + ".attn", x, shifted);
        x = shifted ? graph.roll(x, shift, shift, 2, 3) : x;
        x = graph.add(input, graph.channelsLast(x));
        Value h = layers.groupNorm(name + ".norm2", x, width);
        h = graph.gelu(layers.pointwise(name + ".mlp.fc1", h, width, shape.hidden()));
        return graph.add(x, layers.pointwise(name + ".mlp.fc2", h, shape.hidden(), width));
    }

    /**
     * Attention within windows. Rows of windows share an axis with the heads, because the separation depends on the row
     * alone and the engine repeats a bias over the first axis without copying it.
     */
    Value windowAttention(Layers layers, String name, Value maps, boolean shifted) {
        Graph graph = layers.graph();
        int tokens = window.tokens();
        int width = shape.channels();
        int heads = shape.heads();
        int headWidth = width / heads;
        Value height = graph.size(maps, 2);
        Value length = graph.size(maps, 3);
        Value rows = graph.dividedSize(height, window.side());
        Value columns = graph.dividedSize(length, window.side());

        // [N, C, rows, side, columns, side] → [N·columns, rows, tokens, C]
        Value x = graph.reshape(maps, -1, width, rows, window.side(), columns, window.side());
        x = graph.reshape(graph.permute(x, 0, 4, 2, 3, 5, 1), -1, rows, tokens, width);
        Value groups = graph.size(x, 0);
        Value qkv = layers.linear(name + ".qkv", x, width, 3 * width);
        qkv = graph.reshape(qkv, -1, rows, tokens, 3, heads, headWidth);
        qkv = graph.reshape(graph.permute(qkv, 3, 0, 1, 4, 2, 5), 3, groups, -1, tokens, headWidth);
        Value[] parts = new Value[3];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = graph.reshape(graph.slice(qkv, 0, i, i + 1L), groups, -1, tokens, headWidth);
        }
        x = graph.attention(parts[0], parts[1], parts[2], bias(graph, name, rows, shifted));

        // [N·columns, rows·heads, tokens, headWidth] → [N, C, H, W]
        x = graph.reshape(x, groups, rows, heads, tokens, headWidth);
        x = graph.reshape(graph.permute(x, 0, 1, 3, 2, 4), groups, rows, tokens, width);
        x = layers.linear(name + ".proj", x, width, width);
        x = graph.reshape(x, -1, columns, rows, window.side(), window.side(), width);
        return graph.reshape(graph.permute(x, 0, 5, 2, 3, 1, 4), -1, width, height, length);
    }

    /** Relative positions and separations of all rows and heads, {@code [1, rows·heads, tokens, tokens]}. */
    private Value bias(Graph graph, String name, Value rows, boolean shifted) {
        int tokens = window.tokens();
        Value table = graph.parameter(name + ".relative_position_bias_table", window.positions(), shape.heads());
        Value byHead = graph.reshape(graph.embedding(table, positions), 1, tokens, tokens, shape.heads());
        byHead = graph.permute(byHead, 0, 3, 1, 2);
        Value all = shifted
                ? graph.add(byHead, graph.reshape(graph.toComputeType(separations), -1, 1, tokens, tokens))
                : graph.expand(byHead, rows, -1, -1, -1);
        return graph.reshape(all, 1, -1, tokens, tokens);
    }
}
