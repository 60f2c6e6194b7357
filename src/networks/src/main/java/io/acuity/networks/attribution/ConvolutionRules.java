package io.acuity.networks.attribution;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/** How a convolution hands attribution to its input: the three rules of the AGF paper and its published code. */
final class ConvolutionRules {
    private final Operations by;
    private final Graph graph;
    private final Factorization factorization;

    ConvolutionRules(Operations operations) {
        this.by = operations;
        this.graph = operations.graph;
        this.factorization = new Factorization(operations);
    }

    /** {@code X * W}, the convolution itself. */
    Value forward(Convolution of, Value input, Value weight) {
        return graph.conv2d(input, weight, of.window().stride(), of.window().padding());
    }

    /** The vector-Jacobian product, which ends at the input. */
    Value backward(Convolution of, Value gradient, Value weight) {
        return by.adjoints.conv2d(gradient, weight, of.window(), of.input());
    }

    /** In proportion to {@code |X|·|W|}: B alone; the sum of C is kept. */
    Signal flat(Convolution of, Signal signal) {
        return new Signal(
                proportional(of, graph.abs(of.input()), signal.attribution()),
                backward(of, signal.gradient(), of.weight()));
    }

    /**
     * As {@link #flat}, and what factorisation and gradients say beside it, shifted by its mean over the support of B, so
     * that the sum of C is kept again:
     *
     * <pre>
     *   R = [ (F_x + M) / (1 + exp(−B)) + F_dx + A ] on the support of B
     *   C = B + R − ΣR / |B ≠ 0| on the support of B
     * </pre>
     *
     * where M is the positive part of the channel mean of X ⊙ G over its maximum, A is B with X of ones, and F_x, F_dx
     * factorise X and the gradient of those outputs that carry attribution.
     */
    Signal guided(Convolution of, Signal signal) {
        Value gradient = backward(of, signal.gradient(), of.weight());
        Value b = proportional(of, graph.abs(of.input()), signal.attribution());
        Value support = by.elements.isNotZero(b);
        Value rest = graph.mul(rest(of, signal, gradient, b), support);
        Value shift = graph.mul(by.reductions.sum(rest, 1, 2, 3), by.inverse(by.reductions.sum(support, 1, 2, 3)));
        return new Signal(graph.sub(graph.add(b, rest), graph.mul(support, shift)), gradient);
    }

    private Value rest(Convolution of, Signal signal, Value gradient, Value b) {
        Value carrying = graph.mul(signal.gradient(), by.elements.isNotZero(signal.attribution()));
        Value phi = by.reductions.mean(b, 1);
        Value fx = factorization.positivePart(of.input(), phi);
        Value fdx = factorization.positivePart(backward(of, carrying, of.weight()), phi);
        Value m = graph.relu(by.reductions.mean(graph.mul(of.input(), gradient), 1));
        Value relative = graph.mul(m, by.inverse(by.reductions.largest(m, 1, 2, 3)));
        Value a = proportional(of, by.elements.ones(of.input()), signal.attribution());
        return graph.add(graph.add(graph.mul(graph.add(fx, relative), by.elements.sigmoid(b)), fdx), a);
    }

    /** {@code X ⊙ convᵀ(C / conv(X, |W|), |W|)}, X not negative. */
    private Value proportional(Convolution of, Value input, Value attribution) {
        Value weight = graph.abs(of.weight());
        Value shares = graph.mul(attribution, by.inverse(forward(of, input, weight)));
        return graph.mul(input, backward(of, shares, weight));
    }

    /**
     * The z^B rule for pixels (Montavon et al., "Explaining nonlinear classification decisions with deep Taylor
     * decomposition", 2017), with the image's smallest and largest value L and U for bounds:
     *
     * <pre>
     *   Z = conv(X, W) − conv(L, W⁺) − conv(U, W⁻),   S = C / Z
     *   C = X ⊙ convᵀ(S, W) − L ⊙ convᵀ(S, W⁺) − U ⊙ convᵀ(S, W⁻)
     * </pre>
     *
     * computed as {@code (X − L)} with W⁺ and {@code (X − U)} with W⁻: the same, but never negative, and exactly zero
     * where the image is at its bounds. The sum of C is kept.
     */
    Value firstLayer(Convolution of, Value attribution) {
        Value x = of.input();
        Value above = graph.sub(x, by.reductions.smallest(x, 1, 2, 3));
        Value below = graph.sub(x, by.reductions.largest(x, 1, 2, 3));
        Value positive = graph.relu(of.weight());
        Value negative = by.elements.negativePart(of.weight());
        Value z = graph.add(forward(of, above, positive), forward(of, below, negative));
        Value shares = graph.mul(attribution, by.inverse(z));
        return graph.add(
                graph.mul(above, backward(of, shares, positive)), graph.mul(below, backward(of, shares, negative)));
    }
}
