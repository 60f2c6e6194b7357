package io.acuity.networks.attribution;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import io.acuity.networks.graph.Window;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a convolutional network, each with its way back by attribution guided factorisation (AGF; Gur, Ali, Wolf,
 * "Visualization of Supervised and Self-Supervised Neural Networks via Attribution Guided Factorization", AAAI 2021, and
 * its published code). Forward values belong to one image; signals have a sample for each explained output. In all rules
 * a / b is 0 where b is 0, and b is moved away from zero by 1e-9.
 */
public final class AttributedLayers {
    private final Operations by;
    private final Graph graph;
    private final ConvolutionRules convolutions;

    /** Layers that append to {@code graph}. */
    public AttributedLayers(Graph graph) {
        this.by = new Operations(graph);
        this.graph = graph;
        this.convolutions = new ConvolutionRules(by);
    }

    /** How a convolution hands attribution on. */
    public enum Rule {
        /** In proportion to inputs and weights. */
        FLAT,
        /** In proportion, and by factorisation of inputs and gradients. */
        GUIDED,
        /** Of pixels between bounds; the gradient ends here and stays that of the output. */
        FIRST
    }

    /** A convolution without bias. */
    public Pass conv2d(Value x, Value weight, Window window, Rule rule) {
        Convolution of = new Convolution(x, weight, window);
        return new Pass(convolutions.forward(of, x, weight), signal -> switch (rule) {
            case FLAT -> convolutions.flat(of, signal);
            case GUIDED -> convolutions.guided(of, signal);
            case FIRST -> new Signal(convolutions.firstLayer(of, signal.attribution()), signal.gradient());
        });
    }

    /**
     * Batch normalisation with recorded statistics: C goes through unchanged.
     *
     * @param scaleAndShift weight and bias, one number per channel each
     */
    public Pass batchNorm(Value x, List<Value> scaleAndShift, Graph.Moments recorded, double epsilon) {
        Value weight = scaleAndShift.get(0);
        return new Pass(
                graph.batchNorm(x, weight, scaleAndShift.get(1), recorded, epsilon),
                signal -> new Signal(
                        signal.attribution(), by.adjoints.batchNorm(signal.gradient(), weight, recorded, epsilon)));
    }

    /** The positive part. */
    public Pass relu(Value x) {
        Value y = graph.relu(x);
        return new Pass(
                y,
                signal -> new Signal(
                        graph.mul(signal.attribution(), kept(y)),
                        graph.mul(signal.gradient(), by.elements.isPositive(y))));
    }

    /** The largest of each window. */
    public Pass maxPool2d(Value x, Window window, int samples) {
        Value y = graph.maxPool2d(x, window.side(), window.stride(), window.padding());
        UnaryOperator<Value> spread = gradient -> by.adjoints.maxPool2d(gradient, window, x, samples);
        return new Pass(
                y,
                signal -> new Signal(
                        graph.mul(x, spread.apply(graph.mul(signal.attribution(), by.inverse(y)))),
                        spread.apply(signal.gradient())));
    }

    /** The mean over all pixels, {@code [N, C, H, W] → [N, C]}. */
    public Pass meanOverPixels(Value x) {
        Value y = graph.meanOverPixels(x);
        return new Pass(
                y,
                signal -> new Signal(
                        graph.mul(x, spread(graph.mul(signal.attribution(), by.inverse(y)), x)),
                        graph.mul(by.elements.ones(x), spread(signal.gradient(), x))));
    }

    private Value spread(Value vector, Value over) {
        Value byColumn = by.elements.dividedBySize(vector, graph.size(over, 3));
        return graph.asChannels(by.elements.dividedBySize(byColumn, graph.size(over, 2)));
    }

    /** Two ways from the same {@code x}, added: attribution is shared by what each brought, and meets again in x. */
    public Pass sumOfTwo(Value x, Pass one, Pass other) {
        Value y = graph.add(one.output(), other.output());
        return new Pass(y, signal -> {
            Value shares = graph.mul(signal.attribution(), by.inverse(y));
            Signal first = one.back().apply(new Signal(graph.mul(one.output(), shares), signal.gradient()));
            Signal second = other.back().apply(new Signal(graph.mul(other.output(), shares), signal.gradient()));
            return new Signal(
                    graph.mul(graph.add(first.attribution(), second.attribution()), kept(x)),
                    graph.add(first.gradient(), second.gradient()));
        });
    }

    /** x / x: 1, and 0 where x is 0. */
    private Value kept(Value x) {
        return graph.mul(x, by.inverse(x));
    }

    /**
     * Signals for the strongest of a network's outputs, at the features they are made of.
     *
     * @param features {@code [1, F]}
     * @param outputs {@code [1, K]}
     * @param known K
     * @param count of outputs, the strongest first; at most K
     * @param probe the weight {@code [K, F]} that made the outputs of the features; null where they are the features
     * @return a signal {@code [count, F]}
     */
    public Signal strongest(Value features, Value outputs, int known, int count, @Nullable Value probe) {
        return new StrongestOutputs(by).of(features, outputs, count, known, probe);
    }

    /**
     * Attribution of pixels as maps: divided by its largest value over pixels and colours, colours added. Where nothing
     * speaks for the output, the map is zero.
     *
     * @param attribution {@code [N, 3, H, W]}
     * @return {@code [1, N, H, W]}
     */
    public Value maps(Value attribution) {
        Value largest = graph.relu(by.reductions.largest(attribution, 1, 2, 3));
        Value relative = graph.mul(attribution, by.inverse(largest));
        return graph.contiguous(graph.permute(by.reductions.sum(relative, 1), 1, 0, 2, 3));
    }
}
