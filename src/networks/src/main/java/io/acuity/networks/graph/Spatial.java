package io.acuity.networks.graph;

/** Operations on the sides of feature maps that networks use less often than those of {@link Graph}. */
public final class Spatial {
    private final Graph graph;

    /** Operations that append to {@code graph}. */
    public Spatial(Graph graph) {
        this.graph = graph;
    }

    /** One pixel more on each side, reflected about the outermost; the sides are of at least two pixels. */
    public Value reflected(Value x) {
        return graph.emit("torch.reflection_pad2d(%s, [1, 1, 1, 1])", x);
    }

    /**
     * Transposed convolution {@code [N, Ci, H, W] → [N, Co, s·H, s·W]} for windows of twice the stride padded by half of it.
     *
     * @param weight {@code [Ci, Co, k, k]}, as published: input channels first
     */
    public Value transposed(Value x, Value weight, Value bias, Window window) {
        return graph.emit(
                "torch.conv_transpose2d(%s, %s, %s, [%d, %d], [%d, %d], [0, 0], 1, [1, 1])",
                x, weight, bias, window.stride(), window.stride(), window.padding(), window.padding());
    }

    /** Each pixel of {@code like}'s size takes the nearest of x, as PyTorch's {@code interpolate} does by default. */
    public Value nearest(Value x, Value like) {
        return graph.emit("torch.upsample_nearest2d(%s, [%s, %s], None)", x, graph.size(like, 2), graph.size(like, 3));
    }

    /** Each channel by itself weighted with (1, 3, 1)/5 along both axes, zeros around; the same size. */
    public Value blurred(Value x, int channels) {
        Value places = graph.range(3, x);
        // 1 + 2·i·(2 − i) is 1, 3, 1.
        Value hill = graph.mul(places, graph.plus(graph.scale(places, -1), 2));
        Value taps = graph.scale(graph.plus(graph.scale(hill, 2), 1), 0.2);
        Value square = graph.mul(graph.reshape(taps, 1, 1, 3, 1), graph.reshape(taps, 1, 1, 1, 3));
        Value kernel = graph.emit("torch.type_as(%s, %s)", graph.expand(square, channels, 1, 3, 3), x);
        return graph.emit(
                "torch.conv2d(%s, torch.contiguous(%s), None, [1, 1], [1, 1], [1, 1], %d)", x, kernel, channels);
    }

    /** Rows of x in the order of {@code rows}, columns in that of {@code columns}: {@code [N, C, h, w] → [N, C, H, W]}. */
    public Value gathered(Value x, Value rows, Value columns) {
        return graph.emit("torch.index_select(torch.index_select(%s, 2, %s), 3, %s)", x, rows, columns);
    }

    /**
     * Where the pixels of one axis of a larger map lie in a smaller one.
     *
     * @param source for each target pixel the nearest source pixel, int64 {@code [n]}
     * @param offset from that pixel's centre to the target's, in source pixels times two, fp32 {@code [n]}: within [-1, 1]
     */
    public record Places(Value source, Value offset) {}

    /**
     * Places along an axis, worked out in fp32 as LIIF's code (Chen et al. 2021) does with centres in [-1, 1]: PyTorch's own
     * nearest sampling decides ties, half to even but for rounding errors.
     *
     * @param from the smaller map
     * @param to the larger one
     * @param axis 2 or 3
     */
    public Places places(Value from, Value to, int axis) {
        Value sources = graph.size(from, axis);
        Value targets = graph.size(to, axis);
        Value target = centres(targets, to);
        Value inside = new Elements(graph).within(target, -1 + 1e-6, 1 - 1e-6);
        Value grid = graph.emit("torch.stack([torch.zeros_like(%s), %s], 1)", inside, inside);
        Value index = graph.emit(
                "torch.grid_sampler(%s, %s, 1, 0, False)",
                graph.reshape(range(sources, from), 1, 1, -1, 1), graph.reshape(grid, 1, -1, 1, 2));
        Value source = graph.cast(graph.reshape(index, -1), ScalarType.INT64);
        Value nearest = graph.emit("torch.index_select(%s, 0, %s)", centres(sources, from), source);
        return new Places(source, graph.emit("torch.mul(%s, %s)", graph.sub(target, nearest), sources));
    }

    /** −1 + (2k + 1)/n by k. */
    private Value centres(Value count, Value like) {
        Value half = graph.emit("torch.div(1, %s)", count);
        Value steps = graph.emit("torch.mul(%s, torch.mul(%s, 2))", range(count, like), half);
        return graph.emit("torch.add(%s, torch.sub(%s, 1))", steps, half);
    }

    private Value range(Value count, Value like) {
        return graph.emit("torch.arange(%s, dtype=6, layout=None, device=ops.prim.device(%s))", count, like);
    }
}
