package io.acuity.networks.sr3;

import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/**
 * A term of the variational bound (Nichol and Dhariwal 2021, eqs. 4 to 7 and 15), in nats per value: the divergence of
 * the network's reverse step from the posterior; at the last step, t = 1, the negative log-likelihood of the 8-bit image
 * under the network's Gaussian. The mean is given, so that only the variance learns from it.
 */
final class VariationalBound {
    /** Half of the distance of 8-bit values in [-1, 1]. */
    private static final double HALF_STEP = 1.0 / 255;
    /** Values beyond are the lowest or the highest, whose Gaussians reach on to infinity. */
    private static final double EDGE = 0.999;

    private static final double SMALLEST_LIKELIHOOD = 1e-12;

    private final Graph graph;
    private final Elements elements;

    VariationalBound(Graph graph) {
        this.graph = graph;
        this.elements = new Elements(graph);
    }

    /**
     * What a term is made of.
     *
     * @param error {@code [N, C, H, W]}: target − prediction, without gradient
     * @param share {@code [N, C, H, W]}: what the network says of the variance, −1 for β̃, 1 for β
     * @param image {@code [N, C, H, W]}: the original in [-1, 1]
     * @param steps {@code [N, 5, 1, 1]}, see {@link StepTerms}
     */
    record Operands(Value error, Value share, Value image, Value steps) {}

    /** The mean over all values, each times its sample's factor: a scalar. */
    Value mean(Operands operands) {
        Value lowest = column(operands.steps, StepTerms.LOWEST_LOG);
        Value range = graph.sub(column(operands.steps, StepTerms.HIGHEST_LOG), lowest);
        Value share = graph.scale(graph.plus(operands.share, 1), 0.5);
        Value logVariance = graph.add(lowest, graph.mul(range, share));
        Value difference = graph.mul(operands.error, column(operands.steps, StepTerms.ERROR_TO_MEAN));
        Value last = column(operands.steps, StepTerms.LAST);
        Value others = graph.plus(graph.scale(last, -1), 1);
        Value terms = graph.add(
                graph.mul(last, likelihood(difference, logVariance, operands.image)),
                graph.mul(others, divergence(difference, logVariance, lowest)));
        return graph.mean(graph.mul(terms, column(operands.steps, StepTerms.FACTOR)));
    }

    /** {@code ½ (log σ² − log β̃ − 1 + β̃/σ² + (μ̃ − μ)²/σ²)}. */
    private Value divergence(Value difference, Value logVariance, Value lowest) {
        Value ratio = graph.sub(lowest, logVariance);
        Value squared = graph.mul(graph.mul(difference, difference), graph.exp(graph.scale(logVariance, -1)));
        return graph.scale(graph.plus(graph.add(graph.sub(graph.exp(ratio), ratio), squared), -1), 0.5);
    }

    private Value likelihood(Value difference, Value logVariance, Value image) {
        Value precision = graph.exp(graph.scale(logVariance, -0.5));
        Value above = cumulative(graph.mul(precision, graph.plus(difference, HALF_STEP)));
        Value below = cumulative(graph.mul(precision, graph.plus(difference, -HALF_STEP)));
        Value lowest = elements.isPositive(graph.plus(graph.scale(image, -1), -EDGE));
        Value highest = elements.isPositive(graph.plus(image, -EDGE));
        // What the edges add: all that lies below the lowest value, all that lies above the highest.
        Value under = graph.mul(lowest, below);
        Value over = graph.mul(highest, graph.plus(graph.scale(above, -1), 1));
        Value mass = graph.add(graph.sub(above, below), graph.add(under, over));
        return graph.scale(elements.log(elements.atLeast(mass, SMALLEST_LIKELIHOOD)), -1);
    }

    /** The distribution function of a unit Gaussian. */
    private Value cumulative(Value x) {
        return graph.scale(graph.plus(elements.erf(graph.scale(x, Math.sqrt(0.5))), 1), 0.5);
    }

    private Value column(Value steps, int index) {
        return graph.slice(steps, 1, index, index + 1L);
    }
}
