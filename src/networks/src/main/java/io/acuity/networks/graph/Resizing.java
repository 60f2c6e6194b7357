package io.acuity.networks.graph;

/** Operations that bring maps to the size of others. */
public final class Resizing {
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private final Graph graph;

    /** Operations that append to {@code graph}. */
    public Resizing(Graph graph) {
        this.graph = graph;
    }

    /** {@code [N, C, h, w]} in height and width of {@code like}: bilinear between pixel centres, without antialiasing. */
    public Value bilinear(Value x, Value like) {
        return graph.emit(
                "torch.upsample_bilinear2d(%s, [%s, %s], False, None)",
                x, graph.size(like, HEIGHT), graph.size(like, WIDTH));
    }
}
