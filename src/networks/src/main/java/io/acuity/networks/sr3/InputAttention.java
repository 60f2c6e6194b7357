package io.acuity.networks.sr3;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.sr3.Sr3Parts.Kernel;

/**
 * SR4's fusion of the two inputs by attention, as its code has it: {@code F₁, F₂ = LReLU(conv1(y)), LReLU(conv1(z))} with
 * one convolution for both, {@code A = sigmoid(att12(LReLU(att11(F₁, F₂))))}; the result is {@code (F₁ ⊙ A, F₂)}. The
 * report speaks of query, key and value.
 */
final class InputAttention {
    private static final double SLOPE = 0.01;

    private final Sr3Parts parts;

    InputAttention(Sr3Parts parts) {
        this.parts = parts;
    }

    /** Both of {@code channels}; the result has twice as many. */
    Value fuse(Value upsampled, Value state, int channels) {
        Graph graph = parts.graph();
        Value first = layer("conv1", upsampled, channels, channels);
        Value second = layer("conv1", state, channels, channels);
        Value both = layer("att11", graph.concatChannels(first, second), 2 * channels, 2 * channels);
        Value logits = parts.convolve("att12", both, 2 * channels, channels, Kernel.THREE);
        return graph.concatChannels(graph.mul(first, new Elements(graph).sigmoid(logits)), second);
    }

    private Value layer(String name, Value x, int in, int out) {
        return parts.graph().leakyRelu(parts.convolve(name, x, in, out, Kernel.THREE), SLOPE);
    }
}
