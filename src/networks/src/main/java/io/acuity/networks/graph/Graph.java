package io.acuity.networks.graph;

import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds a program. Each operation appends one assignment in TorchScript's printed subset and returns the variable;
 * nothing is computed here. Shapes are PyTorch's: images {@code [N, C, H, W]}, vectors {@code [N, F]}. Not thread-safe;
 * one graph builds one program.
 */
public final class Graph {
    private final List<String> inputs = new ArrayList<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final ScalarType computeType;
    private final boolean castParameters;

    private Graph(ScalarType computeType, boolean castParameters) {
        this.computeType = computeType;
        this.castParameters = castParameters;
    }

    /** A graph that computes in the type of its weights, whatever that is when it runs. */
    public static Graph of(ScalarType computeType) {
        return new Graph(computeType, false);
    }

    /** A graph for mixed precision: fp32 master weights are cast to {@code computeType} inside, gradients stay fp32. */
    public static Graph mixed(ScalarType computeType) {
        return new Graph(computeType, computeType != ScalarType.FLOAT32);
    }

    /** Declares the next input tensor. */
    public Value input(String name) {
        if (parameters.isEmpty() && lines.isEmpty() && !inputs.contains(name) && !"w".equals(name)) {
            inputs.add(name);
            return new Value(name);
        }
        throw new IllegalStateException("Input " + name + " must be declared once, before the first operation.");
    }

    /** Asks for a weight by its published name; asking again with the same shape gives the same weight. */
    public Value parameter(String name, long... shape) {
        Parameter asked = new Parameter(name, Arrays.stream(shape).boxed().toList());
        Parameter known = parameters.putIfAbsent(name, asked);
        if (known != null && !known.equals(asked)) {
            throw new IllegalStateException(
                    "Parameter " + name + " was asked for as " + known.shape() + " and as " + asked.shape() + ".");
        }
        Value weight = new Value("w[" + new ArrayList<>(parameters.keySet()).indexOf(name) + "]");
        return castParameters ? cast(weight, computeType) : weight;
    }

    /** Casts to the compute type: what goes into the first layer. */
    public Value toComputeType(Value x) {
        return computeType == ScalarType.FLOAT32 ? x : cast(x, computeType);
    }

    /** Casts back to fp32: what leaves the last layer. */
    public Value toFloat32(Value x) {
        return computeType == ScalarType.FLOAT32 ? x : cast(x, ScalarType.FLOAT32);
    }

    /** Element-wise conversion to another type. */
    public Value cast(Value x, ScalarType type) {
        return emit("torch.to(%s, %d)", x, type.code());
    }

    /** The same values in memory of their own. */
    public Value copy(Value x) {
        return emit("torch.clone(%s)", x);
    }

    /** Lays the tensor out channels-last in memory, which oneDNN convolutions take without reordering. */
    public Value channelsLast(Value x) {
        return emit("torch.contiguous(%s, memory_format=2)", x);
    }

    /** Lays the tensor out as {@code [N, C, H, W]} reads, which is how Java reads it. */
    public Value contiguous(Value x) {
        return emit("torch.contiguous(%s, memory_format=0)", x);
    }

    /** 2-D convolution {@code [N, Ci, H, W] → [N, Co, H', W']}, weight {@code [Co, Ci, k, k]}, zero padding. */
    public Value conv2d(Value x, Value weight, Value bias, int stride, int padding) {
        return emit(
                "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1)",
                x, weight, bias, stride, stride, padding, padding);
    }

    /** 2-D convolution as {@link #conv2d(Value, Value, Value, int, int)} without a bias. */
    public Value conv2d(Value x, Value weight, int stride, int padding) {
        return emit(
                "torch.conv2d(%s, %s, None, [%d, %d], [%d, %d], [1, 1], 1)",
                x, weight, stride, stride, padding, padding);
    }

    /** Largest value of each {@code kernel}×{@code kernel} window. */
    public Value maxPool2d(Value x, int kernel, int stride, int padding) {
        return emit(
                "torch.max_pool2d(%s, [%d, %d], [%d, %d], [%d, %d], [1, 1], False)",
                x, kernel, kernel, stride, stride, padding, padding);
    }

    /** Mean of each {@code kernel}×{@code kernel} block, blocks side by side; an incomplete last one is left out. */
    public Value averagePool2d(Value x, int kernel) {
        return emit(
                "torch.avg_pool2d(%s, [%d, %d], [%d, %d], [0, 0], False, True, None)",
                x, kernel, kernel, kernel, kernel);
    }

    /** Each pixel repeated {@code factor}×{@code factor} times. */
    public Value upsampleNearest(Value x, int factor) {
        return emit("torch.upsample_nearest2d(%s, None, [%d., %d.])", x, factor, factor);
    }

    /** {@code [N, C·r², H, W] → [N, C, H·r, W·r]}. */
    public Value pixelShuffle(Value x, int factor) {
        return emit("torch.pixel_shuffle(%s, %d)", x, factor);
    }

    /** {@code [N, C, H·r, W·r] → [N, C·r², H, W]}. */
    public Value pixelUnshuffle(Value x, int factor) {
        return emit("torch.pixel_unshuffle(%s, %d)", x, factor);
    }

    /** Zeros added at the {@code left, right, top, bottom} of the last two axes. */
    public Value padZeros(Value x, int left, int right, int top, int bottom) {
        return emit("torch.constant_pad_nd(%s, [%d, %d, %d, %d], 0.)", x, left, right, top, bottom);
    }

    /** {@code x·weightᵀ + bias} over the last axis; weight {@code [out, in]}. */
    public Value linear(Value x, Value weight, Value bias) {
        return emit("torch.linear(%s, %s, %s)", x, weight, bias);
    }

    /** {@code x·weightᵀ} over the last axis. */
    public Value linear(Value x, Value weight) {
        return emit("torch.linear(%s, %s, None)", x, weight);
    }

    /** Group normalisation over {@code [N, C, …]}, scaled and shifted by channel. */
    public Value groupNorm(Value x, int groups, Value weight, Value bias, double epsilon) {
        return emit("torch.group_norm(%s, %d, %s, %s, %s, True)", x, groups, weight, bias, number(epsilon));
    }

    /** Layer normalisation over the last axis of {@code size}. */
    public Value layerNorm(Value x, int size, Value weight, Value bias, double epsilon) {
        return emit("torch.layer_norm(%s, [%d], %s, %s, %s, True)", x, size, weight, bias, number(epsilon));
    }

    /** Statistics of each channel, recorded in training. */
    public record Moments(Value mean, Value variance) {}

    /** Batch normalisation with recorded statistics, as at inference. */
    public Value batchNorm(Value x, Value weight, Value bias, Moments recorded, double epsilon) {
        return emit(
                "torch.batch_norm(%s, %s, %s, %s, %s, False, 0.1, %s, True)",
                x, weight, bias, recorded.mean, recorded.variance, number(epsilon));
    }

    /** Rows of a table by integer index: {@code [N] → [N, F]}. */
    public Value embedding(Value table, Value index) {
        return emit("torch.embedding(%s, %s)", table, index);
    }

    /** x where positive, {@code slope}·x elsewhere. */
    public Value leakyRelu(Value x, double slope) {
        return emit("torch.leaky_relu(%s, %s)", x, number(slope));
    }

    /** x where positive, zero elsewhere. */
    public Value relu(Value x) {
        return emit("torch.relu(%s)", x);
    }

    /** x·sigmoid(x), also called Swish. */
    public Value silu(Value x) {
        return emit("torch.silu(%s)", x);
    }

    /** x·Φ(x) with the exact normal distribution function. */
    public Value gelu(Value x) {
        return emit("torch.gelu(%s)", x);
    }

    /** Softmax along an axis; negative axes count from the last. */
    public Value softmax(Value x, int axis) {
        return emit("torch.softmax(%s, %d)", x, axis);
    }

    /** Matrix product of the last two axes, batched over the others. */
    public Value matmul(Value a, Value b) {
        return emit("torch.matmul(%s, %s)", a, b);
    }

    /**
     * Attention {@code softmax(q·kᵀ/√d)·v} over {@code [N, heads, tokens, d]}, without keeping the matrix of all pairs.
     * Fastest where the last axis of all three is contiguous.
     */
    public Value attention(Value q, Value k, Value v) {
        return emit("torch.scaled_dot_product_attention(%s, %s, %s, None, 0., False)", q, k, v);
    }

    /** As {@link #attention(Value, Value, Value)}, {@code bias [N, heads, tokens, tokens]} added before the softmax. */
    public Value attention(Value q, Value k, Value v, Value bias) {
        return emit("torch.scaled_dot_product_attention(%s, %s, %s, %s, 0., False)", q, k, v, bias);
    }

    /** Element-wise product, broadcasting. */
    public Value mul(Value a, Value b) {
        return emit("torch.mul(%s, %s)", a, b);
    }

    /** Every element times a number. */
    public Value scale(Value x, double factor) {
        return emit("torch.mul(%s, %s)", x, number(factor));
    }

    /** Every element plus a number. */
    public Value plus(Value x, double number) {
        return emit("torch.add(%s, %s, 1)", x, number(number));
    }

    /** Element-wise sine. */
    public Value sin(Value x) {
        return emit("torch.sin(%s)", x);
    }

    /** Element-wise cosine. */
    public Value cos(Value x) {
        return emit("torch.cos(%s)", x);
    }

    /** Element-wise exponential. */
    public Value exp(Value x) {
        return emit("torch.exp(%s)", x);
    }

    /** The numbers 0, 1, …, {@code count} − 1 as fp32, on the device of {@code like}. */
    public Value range(int count, Value like) {
        return emit("torch.arange(%d, dtype=6, layout=None, device=ops.prim.device(%s))", count, like);
    }

    /** The extent of an axis when the program runs, to be used in {@link #reshape}. */
    public Value size(Value x, int axis) {
        return emit("torch.size(%s, %d)", x, axis);
    }

    /** A {@link #size} divided by a number, rounded down. */
    public Value dividedSize(Value size, int by) {
        return emit("torch.floordiv(%s, %d)", size, by);
    }

    /** The same elements in another shape; each extent is a number (-1 for the rest) or a {@link #size}. */
    public Value reshape(Value x, Object... extents) {
        return emit("torch.reshape(%s, [%s])", x, joined(extents));
    }

    /** The same elements with the axes in another order. */
    public Value permute(Value x, Integer... axes) {
        return emit("torch.permute(%s, [%s])", x, joined((Object[]) axes));
    }

    /** The same elements repeated along axes of length 1, without copying; each extent as in {@link #reshape}. */
    public Value expand(Value x, Object... extents) {
        return emit("torch.expand(%s, [%s])", x, joined(extents));
    }

    /** The elements {@code from} (inclusive) to {@code to} (exclusive) of an axis. */
    public Value slice(Value x, int axis, long from, long to) {
        return emit("torch.slice(%s, %d, %d, %d, 1)", x, axis, from, to);
    }

    /** Elements moved cyclically along two axes. */
    public Value roll(Value x, int shiftA, int shiftB, int axisA, int axisB) {
        return emit("torch.roll(%s, [%d, %d], [%d, %d])", x, shiftA, shiftB, axisA, axisB);
    }

    /** Concatenation along any axis. */
    public Value concat(int axis, Value... parts) {
        String list = Arrays.stream(parts).map(Value::expression).collect(Collectors.joining(", "));
        return emit("torch.cat([%s], %d)", list, axis);
    }

    /** Element-wise sum, broadcasting. */
    public Value add(Value a, Value b) {
        return emit("torch.add(%s, %s)", a, b);
    }

    /** Element-wise difference, broadcasting. */
    public Value sub(Value a, Value b) {
        return emit("torch.sub(%s, %s)", a, b);
    }

    /** Concatenation along the channel axis. */
    public Value concatChannels(Value... parts) {
        String list = Arrays.stream(parts).map(Value::expression).collect(Collectors.joining(", "));
        return emit("torch.cat([%s], 1)", list);
    }

    /** Adds two trailing axes: {@code [N, F] → [N, F, 1, 1]}, so that a vector can be added to an image. */
    public Value asChannels(Value x) {
        return emit("torch.unsqueeze(%s, -1)", emit("torch.unsqueeze(%s, -1)", x));
    }

    /** Element-wise absolute value. */
    public Value abs(Value x) {
        return emit("torch.abs(%s)", x);
    }

    /** Mean over all elements, a scalar. */
    public Value mean(Value x) {
        return emit("torch.mean(%s)", x);
    }

    /** Mean over the pixels of each channel: {@code [N, C, H, W] → [N, C]}. */
    public Value meanOverPixels(Value x) {
        return emit("torch.mean(%s, [2, 3], False)", x);
    }

    /** Ends the program with one result tensor. */
    public Program returns(Value result) {
        return new Program(
                List.copyOf(inputs),
                List.copyOf(parameters.values()),
                List.copyOf(lines),
                result.expression(),
                Program.Result.TENSOR);
    }

    /** Ends the program with a list of result tensors. */
    public Program returnsList(List<Value> results) {
        String list = results.stream().map(Value::expression).collect(Collectors.joining(", "));
        return new Program(
                List.copyOf(inputs),
                List.copyOf(parameters.values()),
                List.copyOf(lines),
                "[" + list + "]",
                Program.Result.LIST);
    }

    private static String joined(Object... extents) {
        return Arrays.stream(extents).map(String::valueOf).collect(Collectors.joining(", "));
    }

    // TorchScript tells integers from floats by the point.
    private static String number(double value) {
        return Double.toString(value);
    }

    /** Appends an assignment; for the families of operations beside this class. */
    Value emit(String format, Object... arguments) {
        String name = "_" + lines.size();
        lines.add(name + " = " + String.format(Locale.ROOT, format, arguments));
        return new Value(name);
    }
}
