package io.acuity.networks.dino;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import java.util.List;
import java.util.stream.Stream;

/**
 * The vision transformer of DINO (Caron et al. 2021) as a program: patches and a class token with positions, blocks of
 * self-attention and a two-layer perceptron, each after a layer norm and added to its input. Parameter names are those
 * of the published checkpoints.
 *
 * @param width embedding dimension
 * @param depth blocks
 * @param heads attention heads; they divide the width
 * @param patch side of a patch in pixels
 * @param grid patches along a side of the square the positions were trained for
 * @param hidden width of the perceptron's hidden layer
 * @param epsilon of the layer norms
 * @param qkvBias whether queries, keys and values have a bias
 */
public record VisionTransformer(
        int width, int depth, int heads, int patch, int grid, int hidden, double epsilon, boolean qkvBias) {
    /** Name of the parameter that holds the positions. */
    static final String POSITIONS = "pos_embed";

    /** Validates the sizes. */
    public VisionTransformer {
        if (Math.min(Math.min(width, depth), Math.min(heads, patch)) < 1 || grid < 1 || hidden < 1) {
            throw new IllegalArgumentException(
                    "A vision transformer needs positive width, depth, heads, patch, grid and"
                            + " hidden width, not " + width + ", " + depth + ", " + heads + ", " + patch + ", " + grid
                            + ", "
                            + hidden + ".");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "The " + heads + " heads of a vision transformer do not divide its width " + width + ".");
        }
    }

    /** The published small network, ViT-S, for 224×224 pixels. */
    public static VisionTransformer small(int patch) {
        return new VisionTransformer(384, 12, 6, patch, 224 / patch, 1536, 1e-6, true);
    }

    /**
     * Reads a configuration as published: {@code embed_dim}, {@code depth}, {@code num_heads}, {@code patch_size},
     * {@code img_size}, {@code mlp_ratio}, {@code eps}, {@code qkv_bias}.
     *
     * @throws IllegalArgumentException if it is impossible
     */
    public static VisionTransformer of(JsonNode config) {
        int width = config.path("embed_dim").asInt();
        int patch = config.path("patch_size").asInt();
        return new VisionTransformer(
                width,
                config.path("depth").asInt(),
                config.path("num_heads").asInt(),
                patch,
                config.path("img_size").asInt() / Math.max(1, patch),
                (int) Math.round(width * config.path("mlp_ratio").asDouble(4)),
                config.path("eps").asDouble(1e-6),
                config.path("qkv_bias").asBoolean(true));
    }

    /**
     * The program: inputs {@code image [N, 3, H, W]}, normalised, and {@code positions [1, 1 + h·w, width]} for its
     * h×w patches; results the attention of the class token in the last block, {@code [N, heads, h, w]}, probabilities
     * that with the class token's own sum to one, and the class token's features {@code [N, width]} after the last norm.
     *
     * <p>The last block is computed for the class token alone: nothing else of it is asked for.
     */
    public Program program() {
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value image = graph.input("image");
        Value positions = graph.input("positions");
        Value patches = patches(graph, image);
        Value x = graph.add(withClassToken(graph, patches), positions);
        for (int i = 0; i < depth - 1; i++) {
            x = block(graph, "blocks." + i, x);
        }
        String last = "blocks." + (depth - 1);
        Value normal = layerNorm(graph, last + ".norm1", x);
        Projections all = projections(graph, last + ".attn.qkv", normal);
        Value query = graph.slice(all.query, 2, 0, 1);
        Value attention = graph.softmax(
                graph.scale(graph.matmul(query, graph.permute(all.key, 0, 1, 3, 2)), 1 / Math.sqrt(headWidth())), -1);
        Value mixed = joined(graph, graph.matmul(attention, all.value));
        Value token = graph.add(graph.slice(x, 1, 0, 1), linear(graph, last + ".attn.proj", mixed, width, width));
        token = layerNorm(graph, "norm", graph.add(token, perceptron(graph, last, token)));
        return graph.returnsList(List.of(classAttention(graph, attention, patches), graph.reshape(token, -1, width)));
    }

    /** What a checkpoint of this network holds: the program's weights and the positions, which are its input. */
    public List<Parameter> parameters() {
        return Stream.concat(
                        Stream.of(new Parameter(POSITIONS, List.of(1L, 1L + (long) grid * grid, (long) width))),
                        program().parameters().stream())
                .toList();
    }

    private int headWidth() {
        return width / heads;
    }

    private Value patches(Graph graph, Value image) {
        Value weight = graph.parameter("patch_embed.proj.weight", width, 3, patch, patch);
        return graph.conv2d(image, weight, graph.parameter("patch_embed.proj.bias", width), patch, 0);
    }

    private Value withClassToken(Graph graph, Value patches) {
        Value token = graph.parameter("cls_token", 1, 1, width);
        Value batch = graph.size(patches, 0);
        Value row = graph.permute(graph.reshape(patches, batch, width, -1), 0, 2, 1);
        return graph.concat(1, graph.expand(token, batch, 1, width), row);
    }

    private Value block(Graph graph, String name, Value x) {
        Projections all = projections(graph, name + ".attn.qkv", layerNorm(graph, name + ".norm1", x));
        Value mixed = joined(graph, graph.attention(all.query, all.key, all.value));
        Value h = graph.add(x, linear(graph, name + ".attn.proj", mixed, width, width));
        return graph.add(h, perceptron(graph, name, h));
    }

    private Value perceptron(Graph graph, String name, Value x) {
        Value inner = graph.gelu(linear(graph, name + ".mlp.fc1", layerNorm(graph, name + ".norm2", x), width, hidden));
        return linear(graph, name + ".mlp.fc2", inner, hidden, width);
    }

    /** Queries, keys and values as {@code [N, heads, tokens, width / heads]}: thirds of one projection, heads in rows. */
    private Projections projections(Graph graph, String name, Value x) {
        Value weight = graph.parameter(name + ".weight", 3L * width, width);
        Value all = qkvBias
                ? graph.linear(x, weight, graph.parameter(name + ".bias", 3L * width))
                : graph.linear(x, weight);
        return new Projections(third(graph, all, 0), third(graph, all, 1), third(graph, all, 2));
    }

    private Value third(Graph graph, Value all, int index) {
        Value part = graph.slice(all, 2, (long) index * width, (index + 1L) * width);
        return graph.permute(
                graph.reshape(part, graph.size(part, 0), graph.size(part, 1), heads, headWidth()), 0, 2, 1, 3);
    }

    private Value joined(Graph graph, Value byHead) {
        Value tokens = graph.permute(byHead, 0, 2, 1, 3);
        return graph.reshape(tokens, graph.size(tokens, 0), graph.size(tokens, 1), width);
    }

    private Value classAttention(Graph graph, Value attention, Value patches) {
        Value toPatches = graph.slice(attention, 3, 1, Long.MAX_VALUE);
        return graph.contiguous(graph.reshape(
                toPatches, graph.size(patches, 0), heads, graph.size(patches, 2), graph.size(patches, 3)));
    }

    private Value layerNorm(Graph graph, String name, Value x) {
        Value weight = graph.parameter(name + ".weight", width);
        return graph.layerNorm(x, width, weight, graph.parameter(name + ".bias", width), epsilon);
    }

    private static Value linear(Graph graph, String name, Value x, int in, int out) {
        Value weight = graph.parameter(name + ".weight", out, in);
        return graph.linear(x, weight, graph.parameter(name + ".bias", out));
    }

    private record Projections(Value query, Value key, Value value) {}
}
