package io.acuity.networks.masked;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;

/**
 * A mask-gated residual network in pixel-unshuffle space (DESIGN §7a). The encoder sees the upsampled and the LR image and
 * runs once per job; its output are features and a first prediction of the residual x − y. The trunk runs at each step: it
 * sees state, features and masks, and is multiplied by the mask after every layer, so that pixels outside are zero in every
 * layer and a rectangle around the active pixels needs no halo. Its prediction is added to the encoder's.
 *
 * <p>All convolutions are 3×3 with zero padding. Weights: {@code encoder.head}, {@code encoder.blocks.i.conv1|conv2},
 * {@code encoder.tail} (the layout of {@code ResidualCnn} with one step, so that its weights can start it);
 * {@code trunk.head}, {@code trunk.blocks.i.conv1|conv2|step}, {@code trunk.tail}.
 *
 * @param width channels of features and trunk
 * @param encoderBlocks residual blocks of the encoder
 * @param trunkBlocks residual blocks of the trunk
 * @param steps T, rows of the step embedding
 * @param scale r, the factor of the pixel-unshuffle space
 */
public record GatedCnn(int width, int encoderBlocks, int trunkBlocks, int steps, int scale) {
    /** What the names of the encoder's weights begin with. */
    public static final String ENCODER = "encoder.";

    /** What the names of the trunk's weights begin with. */
    public static final String TRUNK = "trunk.";

    private static final double SLOPE = 0.1;
    private static final int KERNEL = 3;
    private static final int MASKS = 2;

    /** Validates the sizes. */
    public GatedCnn {
        if (width < 1 || encoderBlocks < 1 || trunkBlocks < 1 || steps < 1 || scale < 1) {
            throw new IllegalArgumentException("A gated network needs positive width, blocks, steps and scale, not "
                    + width + ", " + encoderBlocks + ", " + trunkBlocks + ", " + steps + ", " + scale + ".");
        }
    }

    /** Channels of state and prediction, 3·r². */
    public int channels() {
        return 3 * scale * scale;
    }

    /** Channels of the encoder's output: features, then the first prediction. */
    public int featureChannels() {
        return width + channels();
    }

    /** Receptive radius of the encoder in LR pixels. */
    public int encoderRadius() {
        return 2 * encoderBlocks + 2;
    }

    /** Receptive radius of the trunk in LR pixels, through active pixels only. */
    public int trunkRadius() {
        return 2 * trunkBlocks + 2;
    }

    /**
     * The encoder: inputs {@code upsampled [N, 3r², h, w]} and {@code lowRes [N, 3, h, w]}, fp32 in [-1, 1]; result
     * {@code [N, width + 3r², h, w]} fp32. The weights come in {@code type}.
     */
    public Program encoder(ScalarType type) {
        Graph graph = Graph.of(type);
        Value upsampled = graph.input("upsampled");
        Value lowRes = graph.input("lowRes");
        Encoded encoded = encode(graph, upsampled, lowRes);
        Value both = graph.concatChannels(encoded.features, encoded.prediction);
        return graph.returns(graph.contiguous(graph.toFloat32(both)));
    }

    /**
     * The trunk: inputs {@code state [N, 3r², h, w]} scaled to unit variance, {@code features [N, width + 3r², h, w]} as
     * the encoder gives them, {@code masks [N, 2, h, w]} (1 where a pixel is active; 1 where it becomes so in this step),
     * all fp32, and {@code steps [N]} (int64, 0-based); result the residual {@code [N, 3r², h, w]}, fp32, 0 outside the
     * mask.
     */
    public Program trunk(ScalarType type) {
        Graph graph = Graph.of(type);
        Value state = graph.input("state");
        Value features = graph.input("features");
        Value masks = graph.input("masks");
        Value steps = graph.input("steps");
        Value gate = graph.toComputeType(graph.slice(masks, 1, 0, 1));
        Value given = graph.toComputeType(features);
        Encoded encoded = new Encoded(graph.slice(given, 1, 0, width), graph.slice(given, 1, width, featureChannels()));
        Value prediction = refine(graph, new TrunkInputs(state, encoded, masks, gate, steps));
        return graph.returns(graph.contiguous(graph.toFloat32(prediction)));
    }

    /**
     * The training program: the inputs of encoder and trunk, {@code upsampled, lowRes, state, masks, steps}, and
     * {@code target [N, 3r², h, w]}, the residual; result the mean over all pixels of the absolute error inside the mask
     * (YODA eq. 13), a scalar. Weights are fp32 masters, cast inside.
     */
    public Program training(ScalarType type) {
        Graph graph = Graph.mixed(type);
        Value upsampled = graph.input("upsampled");
        Value lowRes = graph.input("lowRes");
        Value state = graph.input("state");
        Value masks = graph.input("masks");
        Value steps = graph.input("steps");
        Value target = graph.input("target");
        Encoded encoded = encode(graph, upsampled, lowRes);
        Value gate = graph.slice(masks, 1, 0, 1);
        Value prediction = refine(graph, new TrunkInputs(state, encoded, masks, graph.toComputeType(gate), steps));
        Value error = graph.abs(graph.sub(graph.toFloat32(prediction), graph.mul(target, gate)));
        return graph.returns(graph.mean(error));
    }

    private Encoded encode(Graph graph, Value upsampled, Value lowRes) {
        Value x = graph.channelsLast(graph.toComputeType(graph.concatChannels(upsampled, lowRes)));
        Value head = conv(graph, ENCODER + "head", x, channels() + 3, width);
        Value h = head;
        for (int i = 0; i < encoderBlocks; i++) {
            String name = ENCODER + "blocks." + i;
            Value inner = graph.leakyRelu(conv(graph, name + ".conv1", h, width, width), SLOPE);
            h = graph.add(h, conv(graph, name + ".conv2", inner, width, width));
        }
        Value features = graph.add(h, head);
        return new Encoded(features, conv(graph, ENCODER + "tail", features, width, channels()));
    }

    private Value refine(Graph graph, TrunkInputs in) {
        Value seen = graph.concatChannels(graph.toComputeType(in.state), in.encoded.features, in.encoded.prediction);
        Value x = graph.concatChannels(graph.mul(seen, in.gate), graph.toComputeType(in.masks));
        int inputs = channels() + featureChannels() + MASKS;
        Value h = conv(graph, TRUNK + "head", graph.channelsLast(x), inputs, width);
        h = graph.mul(graph.leakyRelu(h, SLOPE), in.gate);
        for (int i = 0; i < trunkBlocks; i++) {
            String name = TRUNK + "blocks." + i;
            Value table = graph.parameter(name + ".step.weight", steps, width);
            Value inner = conv(graph, name + ".conv1", h, width, width);
            inner = graph.add(inner, graph.asChannels(graph.embedding(table, in.steps)));
            inner = graph.mul(graph.leakyRelu(inner, SLOPE), in.gate);
            h = graph.mul(graph.add(h, conv(graph, name + ".conv2", inner, width, width)), in.gate);
        }
        Value correction = conv(graph, TRUNK + "tail", h, width, channels());
        return graph.mul(graph.add(correction, in.encoded.prediction), in.gate);
    }

    private static Value conv(Graph graph, String name, Value x, int in, int out) {
        Value weight = graph.parameter(name + ".weight", out, in, KERNEL, KERNEL);
        Value bias = graph.parameter(name + ".bias", out);
        return graph.conv2d(x, weight, bias, 1, 1);
    }

    private record Encoded(Value features, Value prediction) {}

    private record TrunkInputs(Value state, Encoded encoded, Value masks, Value gate, Value steps) {}
}
