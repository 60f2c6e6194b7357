package io.acuity.networks.graph;

/** Convolutions, pools and resizing as image classifiers use them: kernels that are not square, borders with rules of their own. */
public final class ImageFilters {
    private final Graph graph;

    /** Operations that append to {@code graph}. */
    public ImageFilters(Graph graph) {
        this.graph = graph;
    }

    /**
     * A kernel with sides of its own.
     *
     * @param height of the kernel
     * @param width of the kernel
     * @param stride of both axes
     * @param padded whether half a side of zeros is added at each border, which keeps the size at stride 1
     */
    public record Kernel(int height, int width, int stride, boolean padded) {
        int padding(int side) {
            return padded ? side / 2 : 0;
        }
    }

    /** 2-D convolution without a bias, weight {@code [Co, Ci, height, width]}. */
    public Value conv2d(Value x, Value weight, Kernel kernel) {
        return graph.emit(
                "torch.conv2d(%s, %s, None, [%d, %d], [%d, %d], [1, 1], 1)",
                x, weight, kernel.stride, kernel.stride, kernel.padding(kernel.height), kernel.padding(kernel.width));
    }

    /** Largest value of each window; a last one that reaches over the border counts too (ceiling mode). */
    public Value maxPoolOverBorder(Value x, int side, int stride) {
        return graph.emit(
                "torch.max_pool2d(%s, [%d, %d], [%d, %d], [0, 0], [1, 1], True)", x, side, side, stride, stride);
    }

    /** Mean of the 3×3 pixels around each, of those that are inside the image. */
    public Value meanOfNeighbours(Value x) {
        return graph.emit("torch.avg_pool2d(%s, [3, 3], [1, 1], [1, 1], False, False, None)", x);
    }

    /** {@code [N, C, H, W] → [N, C, height, width]}, linear between pixel centres, without antialiasing. */
    public Value bilinear(Value x, int height, int width) {
        return graph.emit("torch.upsample_bilinear2d(%s, [%d, %d], False, None)", x, height, width);
    }

    /** Element-wise square root. */
    public Value root(Value x) {
        return graph.emit("torch.sqrt(%s)", x);
    }
}
