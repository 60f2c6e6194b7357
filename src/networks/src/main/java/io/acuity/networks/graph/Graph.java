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

    /** Rows of a table by integer index: {@code [N] → [N, F]}. */
    public Value embedding(Value table, Value index) {
        return emit("torch.embedding(%s, %s)", table, index);
    }

    /** x where positive, {@code slope}·x elsewhere. */
    public Value leakyRelu(Value x, double slope) {
        return emit("torch.leaky_relu(%s, %s)", x, slope);
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

    private Value emit(String format, Object... arguments) {
        String name = "_" + lines.size();
        lines.add(name + " = " + String.format(Locale.ROOT, format, arguments));
        return new Value(name);
    }
}
