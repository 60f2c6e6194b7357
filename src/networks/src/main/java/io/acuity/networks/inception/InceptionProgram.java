package io.acuity.networks.inception;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ImageFilters;
import io.acuity.networks.graph.ImageFilters.Kernel;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import java.util.function.UnaryOperator;

/**
 * Writes the program of Inception v3 (Szegedy et al. 2016) as the port of FID's weights to PyTorch has it: means of
 * neighbours leave padding out, the last block takes their largest value instead, batch norms have an ε of 10⁻³. One
 * instance writes one.
 */
final class InceptionProgram {
    private static final int SIDE = 299;
    private static final int FEATURES = 2048;
    private static final double EPSILON = 1e-3;
    private static final Kernel POINT = new Kernel(1, 1, 1, false);
    private static final Kernel AROUND = new Kernel(3, 3, 1, true);
    private static final Kernel INSIDE = new Kernel(3, 3, 1, false);
    private static final Kernel HALVING = new Kernel(3, 3, 2, false);
    private static final Kernel WIDE_AROUND = new Kernel(5, 5, 1, true);
    private static final Kernel ROW_7 = new Kernel(1, 7, 1, true);
    private static final Kernel COLUMN_7 = new Kernel(7, 1, 1, true);
    private static final Kernel ROW_3 = new Kernel(1, 3, 1, true);
    private static final Kernel COLUMN_3 = new Kernel(3, 1, 1, true);

    private final Graph graph = Graph.of(ScalarType.FLOAT32);
    private final ImageFilters filters = new ImageFilters(graph);

    /** A value and how many channels it has. */
    private record Features(Value value, int channels) {}

    Program program() {
        Value image = graph.plus(graph.scale(filters.bilinear(graph.input("image"), SIDE, SIDE), 2), -1);
        Features x = stem(new Features(image, 3));
        x = small(x, "Mixed_5b", 32);
        x = small(x, "Mixed_5c", 64);
        x = small(x, "Mixed_5d", 64);
        x = halved(x);
        x = middle(x, "Mixed_6b", 128);
        x = middle(x, "Mixed_6c", 160);
        x = middle(x, "Mixed_6d", 160);
        x = middle(x, "Mixed_6e", 192);
        x = halvedAgain(x);
        x = large(x, "Mixed_7b", filters::meanOfNeighbours);
        x = large(x, "Mixed_7c", each -> graph.maxPool2d(each, 3, 1, 1));
        if (x.channels != FEATURES) {
            throw new IllegalStateException("Inception has " + FEATURES + " features, not " + x.channels + ".");
        }
        return graph.returns(graph.meanOverPixels(x.value));
    }

    private Features stem(Features image) {
        Features x = conv(image, "Conv2d_1a_3x3", 32, HALVING);
        x = conv(x, "Conv2d_2a_3x3", 32, INSIDE);
        x = pooled(conv(x, "Conv2d_2b_3x3", 64, AROUND));
        x = conv(x, "Conv2d_3b_1x1", 80, POINT);
        return pooled(conv(x, "Conv2d_4a_3x3", 192, INSIDE));
    }

    private Features small(Features x, String name, int pooled) {
        Features five = conv(conv(x, name + ".branch5x5_1", 48, POINT), name + ".branch5x5_2", 64, WIDE_AROUND);
        return concat(
                conv(x, name + ".branch1x1", 64, POINT),
                five,
                doubled(x, name, AROUND),
                conv(neighbours(x, filters::meanOfNeighbours), name + ".branch_pool", pooled, POINT));
    }

    private Features halved(Features x) {
        return concat(conv(x, "Mixed_6a.branch3x3", 384, HALVING), doubled(x, "Mixed_6a", HALVING), pooled(x));
    }

    private Features doubled(Features x, String name, Kernel last) {
        Features first = conv(x, name + ".branch3x3dbl_1", 64, POINT);
        return conv(conv(first, name + ".branch3x3dbl_2", 96, AROUND), name + ".branch3x3dbl_3", 96, last);
    }

    private Features middle(Features x, String name, int inner) {
        Features seven = conv(x, name + ".branch7x7_1", inner, POINT);
        seven = conv(seven, name + ".branch7x7_2", inner, ROW_7);
        seven = conv(seven, name + ".branch7x7_3", 192, COLUMN_7);
        Features twice = conv(x, name + ".branch7x7dbl_1", inner, POINT);
        twice = conv(twice, name + ".branch7x7dbl_2", inner, COLUMN_7);
        twice = conv(twice, name + ".branch7x7dbl_3", inner, ROW_7);
        twice = conv(twice, name + ".branch7x7dbl_4", inner, COLUMN_7);
        twice = conv(twice, name + ".branch7x7dbl_5", 192, ROW_7);
        return concat(
                conv(x, name + ".branch1x1", 192, POINT),
                seven,
                twice,
                conv(neighbours(x, filters::meanOfNeighbours), name + ".branch_pool", 192, POINT));
    }

    private Features halvedAgain(Features x) {
        String name = "Mixed_7a";
        Features three = conv(conv(x, name + ".branch3x3_1", 192, POINT), name + ".branch3x3_2", 320, HALVING);
        Features seven = conv(x, name + ".branch7x7x3_1", 192, POINT);
        seven = conv(seven, name + ".branch7x7x3_2", 192, ROW_7);
        seven = conv(seven, name + ".branch7x7x3_3", 192, COLUMN_7);
        seven = conv(seven, name + ".branch7x7x3_4", 192, HALVING);
        return concat(three, seven, pooled(x));
    }

    private Features large(Features x, String name, UnaryOperator<Value> pool) {
        Features three = conv(x, name + ".branch3x3_1", 384, POINT);
        Features twice = conv(conv(x, name + ".branch3x3dbl_1", 448, POINT), name + ".branch3x3dbl_2", 384, AROUND);
        return concat(
                conv(x, name + ".branch1x1", 320, POINT),
                conv(three, name + ".branch3x3_2a", 384, ROW_3),
                conv(three, name + ".branch3x3_2b", 384, COLUMN_3),
                conv(twice, name + ".branch3x3dbl_3a", 384, ROW_3),
                conv(twice, name + ".branch3x3dbl_3b", 384, COLUMN_3),
                conv(neighbours(x, pool), name + ".branch_pool", 192, POINT));
    }

    private static Features neighbours(Features x, UnaryOperator<Value> pool) {
        return new Features(pool.apply(x.value), x.channels);
    }

    private Features pooled(Features x) {
        return new Features(graph.maxPool2d(x.value, 3, 2, 0), x.channels);
    }

    private Features concat(Features... parts) {
        Value[] values = new Value[parts.length];
        int channels = 0;
        for (int i = 0; i < parts.length; i++) {
            values[i] = parts[i].value;
            channels += parts[i].channels;
        }
        return new Features(graph.concatChannels(values), channels);
    }

    /** A convolution without bias, its batch norm and a ReLU. */
    private Features conv(Features x, String name, int channels, Kernel kernel) {
        Value weight = graph.parameter(name + ".conv.weight", channels, x.channels, kernel.height(), kernel.width());
        Value scale = graph.parameter(name + ".bn.weight", channels);
        Value bias = graph.parameter(name + ".bn.bias", channels);
        Graph.Moments recorded = new Graph.Moments(
                graph.parameter(name + ".bn.running_mean", channels),
                graph.parameter(name + ".bn.running_var", channels));
        Value normed = graph.batchNorm(filters.conv2d(x.value, weight, kernel), scale, bias, recorded, EPSILON);
        return new Features(graph.relu(normed), channels);
    }
}
