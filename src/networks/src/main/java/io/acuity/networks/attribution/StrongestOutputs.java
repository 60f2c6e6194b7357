package io.acuity.networks.attribution;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Where attribution begins: one signal for each of a network's strongest outputs. After Gur, Ali, Wolf, "Visualization of
 * Supervised and Self-Supervised Neural Networks via Attribution Guided Factorization", AAAI 2021, and its published
 * code: with the explained output's logit y_c, σ = max_k |y_k − y_c| and
 *
 * <pre>
 *   p = softmax_k( y_c · exp(−(y_k − y_c)² / 2σ²) )
 *   G = ∂p_c / ∂X,   C = X ⊙ G
 * </pre>
 *
 * which tells the output apart from those near it. The derivative goes through every y, σ included, as in the published
 * code. Outputs that are all alike (σ = 0) give no signal.
 */
final class StrongestOutputs {
    private final Operations by;
    private final Graph graph;

    StrongestOutputs(Operations operations) {
        this.by = operations;
        this.graph = operations.graph;
    }

    /**
     * The signals at the features that the outputs are made of.
     *
     * @param features X, {@code [1, F]}
     * @param outputs y, {@code [1, K]}
     * @param count of outputs to explain, the strongest first; at most K
     * @param known K
     * @param probe the weight {@code [K, F]} that made y of X; null when y is X
     * @return C and G, {@code [count, F]}
     */
    Signal of(Value features, Value outputs, int count, int known, @Nullable Value probe) {
        Value ranked = graph.slice(by.reductions.descending(outputs, 1), 1, 0, count);
        Value explained = oneOf(graph.permute(ranked, 1, 0), known, outputs);
        Value slope = slope(outputs, explained, known);
        Value gradient = probe == null ? slope : graph.matmul(slope, probe);
        return new Signal(graph.mul(features, gradient), gradient);
    }

    /** ∂p_c / ∂y, {@code [count, K]}. */
    private Value slope(Value outputs, Value explained, int known) {
        Value strength = by.reductions.sum(graph.mul(explained, outputs), 1);
        Value distance = graph.sub(outputs, strength);
        Value apart = graph.abs(distance);
        Value inverseSigma = by.inverse(by.reductions.largest(apart, 1));
        Value relative = graph.mul(distance, inverseSigma);
        Value near = graph.exp(graph.scale(graph.mul(relative, relative), -0.5));
        Value p = graph.softmax(graph.mul(strength, near), 1);
        Value own = by.reductions.sum(graph.mul(explained, p), 1);
        // Through the softmax to its exponents, a; from there to the distances, to σ and to y_c as a factor.
        Value a = graph.mul(own, graph.sub(explained, p));
        Value weighted = graph.mul(graph.mul(a, near), strength);
        Value byDistance = graph.scale(graph.mul(graph.mul(weighted, relative), inverseSigma), -1);
        Value bySigma =
                by.reductions.sum(graph.mul(graph.mul(graph.mul(weighted, relative), relative), inverseSigma), 1);
        Value farthest = oneOf(by.reductions.whereLargest(apart, 1), known, outputs);
        Value direction = by.reductions.sum(graph.mul(farthest, by.elements.sign(distance)), 1);
        Value farShare = graph.mul(bySigma, direction);
        Value ownShare = graph.sub(
                graph.sub(by.reductions.sum(graph.mul(a, near), 1), by.reductions.sum(byDistance, 1)), farShare);
        return graph.add(graph.add(byDistance, graph.mul(explained, ownShare)), graph.mul(farthest, farShare));
    }

    /** 1 at an index and 0 elsewhere: {@code [n, 1] → [n, known]}. */
    private Value oneOf(Value index, int known, Value like) {
        return by.elements.isEqual(graph.range(known, like), index);
    }
}
