package io.acuity.networks.program;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import java.util.List;

/**
 * The program that brings fp32 weights into the type and layout an inference program wants. A program, because DJL 0.35
 * ends the process when it converts to bfloat16 itself.
 */
public final class WeightCast {
    private static final int CONVOLUTION_RANK = 4;

    private WeightCast() {}

    /** A program without inputs whose results are its weights in {@code type}, convolutions channels-last. */
    public static Program to(ScalarType type, List<Parameter> parameters) {
        Graph graph = Graph.of(type);
        List<Value> results =
                parameters.stream().map(parameter -> cast(graph, parameter)).toList();
        return graph.returnsList(results);
    }

    private static Value cast(Graph graph, Parameter parameter) {
        long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
        Value weight = graph.toComputeType(graph.copy(graph.parameter(parameter.name(), shape)));
        return shape.length == CONVOLUTION_RANK ? graph.channelsLast(weight) : weight;
    }
}
