package io.acuity.networks.graph;

/** Operations on each element by itself that networks use less often than those of {@link Graph}; they broadcast. */
public final class Elements {
    private final Graph graph;

    /** Operations that append to {@code graph}. */
    public Elements(Graph graph) {
        this.graph = graph;
    }

    /** 1 where x is not zero, else 0; in the type of x. */
    public Value isNotZero(Value x) {
        return graph.emit("torch.type_as(torch.ne(%s, 0), %s)", x, x);
    }

    /** 1 where x is above zero, else 0; in the type of x. */
    public Value isPositive(Value x) {
        return graph.emit("torch.type_as(torch.gt(%s, 0), %s)", x, x);
    }

    /** 1 where a equals b, else 0; in the type of a. */
    public Value isEqual(Value a, Value b) {
        return graph.emit("torch.type_as(torch.eq(%s, %s), %s)", a, b, a);
    }

    /** x where negative, zero elsewhere. */
    public Value negativePart(Value x) {
        return graph.emit("torch.clamp_max(%s, 0)", x);
    }

    /** −1, 0 or 1. */
    public Value sign(Value x) {
        return graph.emit("torch.sign(%s)", x);
    }

    /** 1 / (1 + exp(−x)). */
    public Value sigmoid(Value x) {
        return graph.emit("torch.sigmoid(%s)", x);
    }

    /** 1/√x. */
    public Value inverseRoot(Value x) {
        return graph.emit("torch.rsqrt(%s)", x);
    }

    /** Natural logarithm. */
    public Value log(Value x) {
        return graph.emit("torch.log(%s)", x);
    }

    /** {@code x·tanh(softplus(x))} (Misra 2019). */
    public Value mish(Value x) {
        return graph.emit("torch.mish(%s)", x);
    }

    /** x, no less than one number and no more than another. */
    public Value within(Value x, double least, double most) {
        return graph.emit("torch.clamp(%s, %s, %s)", x, Double.toString(least), Double.toString(most));
    }

    /** The error function. */
    public Value erf(Value x) {
        return graph.emit("torch.erf(%s)", x);
    }

    /** The larger of x and a number; no gradient where that is the number. */
    public Value atLeast(Value x, double least) {
        return graph.emit("torch.clamp_min(%s, %s)", x, Double.toString(least));
    }

    /** The same values, of which gradients say nothing. */
    public Value withoutGradient(Value x) {
        return graph.emit("torch.detach(%s)", x);
    }

    /** 1 everywhere, in the shape and type of x. */
    public Value ones(Value x) {
        return graph.emit("torch.ones_like(%s)", x);
    }

    /** x divided by an extent known when the program runs, see {@link Graph#size}. */
    public Value dividedBySize(Value x, Value size) {
        return graph.emit("torch.div(%s, %s)", x, size);
    }

    /**
     * 1 / x, with x moved away from zero by {@code epsilon}; 0 where x is zero. Finite for every finite x.
     *
     * @param epsilon positive
     */
    public Value inverse(Value x, double epsilon) {
        Value offset = graph.emit("torch.copysign(torch.full_like(%s, %s), %s)", x, Double.toString(epsilon), x);
        Value reciprocal = graph.emit("torch.reciprocal(%s)", graph.add(x, offset));
        return graph.mul(reciprocal, isNotZero(x));
    }
}
