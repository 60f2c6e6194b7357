package io.acuity.networks.attribution;

import io.acuity.networks.graph.Value;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One or more layers that have been passed: what came out, and the way back. A program that only goes forward never asks
 * for the way back and holds nothing of it.
 *
 * @param output of the last layer
 * @param back takes a signal at the output to the input
 */
public record Pass(Value output, UnaryOperator<Signal> back) {
    /** Before the first layer. */
    public static Pass from(Value input) {
        return new Pass(input, UnaryOperator.identity());
    }

    /** Goes through one more layer. */
    public Pass then(Function<Value, Pass> layer) {
        Pass next = layer.apply(output);
        return new Pass(next.output, signal -> back.apply(next.back.apply(signal)));
    }
}
