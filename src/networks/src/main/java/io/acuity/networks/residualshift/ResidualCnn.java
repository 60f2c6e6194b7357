package io.acuity.networks.residualshift;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;

/**
 * A local residual convolutional network in pixel-unshuffle space: the state z_t as {@code 3·r²} channels and the LR
 * image go in, a prediction of {@code 3·r²} channels comes out. No normalisation and no attention, so that its
 * receptive radius is finite and tiling is exact.
 *
 * <p>Layers, all 3×3 with zero padding: {@code head}; {@code blocks.i}: conv1, step embedding (chains of more than one
 * step), leaky ReLU, conv2, added to the block's input; {@code tail} on the sum of head and last block.
 *
 * @param width channels of the trunk
 * @param blocks number of residual blocks
 * @param steps T, rows of the step embedding; a one-step network has none
 * @param scale r, the factor of the pixel-unshuffle space
 */
public record ResidualCnn(int width, int blocks, int steps, int scale) {
    private static final double SLOPE = 0.1;
    private static final int KERNEL = 3;

    /** Validates the sizes. */
    public ResidualCnn {
        if (width < 1 || blocks < 1 || steps < 1 || scale < 1) {
            throw new IllegalArgumentException("A residual network needs positive width, blocks, steps and scale, not "
                    + width + ", " + blocks + ", " + steps + ", " + scale + ".");
        }
    }

    /** Channels of state and prediction, 3·r². */
    public int channels() {
        return 3 * scale * scale;
    }

    /** Receptive radius in LR pixels: one per 3×3 convolution in series. */
    public int radius() {
        return 2 * blocks + 2;
    }

    /**
     * The inference program: inputs {@code state [N, 3r², h, w]}, {@code lowRes [N, 3, h, w]} and, with more than one
     * step, {@code steps [N]} (int64, 0-based), all fp32 in [-1, 1]; result {@code [N, 3r², h, w]} fp32. The weights come
     * in {@code type}.
     */
    public Program inference(ScalarType type) {
        Graph graph = Graph.of(type);
        return graph.returns(predict(graph, declareInputs(graph)));
    }

    /** As {@link #inference}, with fp32 master weights that are cast to {@code type} inside. */
    public Program mixedInference(ScalarType type) {
        Graph graph = Graph.mixed(type);
        return graph.returns(predict(graph, declareInputs(graph)));
    }

    /**
     * The training program: the inputs of {@link #inference} and {@code target [N, 3r², h, w]}; result the mean absolute
     * error, a scalar. Weights are fp32 masters, cast inside.
     */
    public Program training(ScalarType type) {
        Graph graph = Graph.mixed(type);
        Inputs inputs = declareInputs(graph);
        Value target = graph.input("target");
        Value error = graph.abs(graph.sub(predict(graph, inputs), target));
        return graph.returns(graph.mean(error));
    }

    private Inputs declareInputs(Graph graph) {
        Value state = graph.input("state");
        Value lowRes = graph.input("lowRes");
        return new Inputs(state, lowRes, steps > 1 ? graph.input("steps") : state);
    }

    private Value predict(Graph graph, Inputs inputs) {
        Value x = graph.channelsLast(graph.toComputeType(graph.concatChannels(inputs.state, inputs.lowRes)));
        Value head = conv(graph, "head", x, channels() + 3, width);
        Value h = head;
        for (int i = 0; i < blocks; i++) {
            h = block(graph, "blocks." + i, h, inputs.steps);
        }
        Value prediction = conv(graph, "tail", graph.add(h, head), width, channels());
        return graph.contiguous(graph.toFloat32(prediction));
    }

    private Value block(Graph graph, String name, Value x, Value step) {
        Value h = conv(graph, name + ".conv1", x, width, width);
        if (steps > 1) {
            Value table = graph.parameter(name + ".step.weight", steps, width);
            h = graph.add(h, graph.asChannels(graph.embedding(table, step)));
        }
        h = conv(graph, name + ".conv2", graph.leakyRelu(h, SLOPE), width, width);
        return graph.add(x, h);
    }

    private static Value conv(Graph graph, String name, Value x, int in, int out) {
        Value weight = graph.parameter(name + ".weight", out, in, KERNEL, KERNEL);
        Value bias = graph.parameter(name + ".bias", out);
        return graph.conv2d(x, weight, bias, 1, 1);
    }

    private record Inputs(Value state, Value lowRes, Value steps) {}
}
