package io.acuity.networks.graph;

/**
 * A tensor inside a program, known by the expression that names it. Belongs to the graph that made it.
 *
 * @param expression a variable name or a parameter reference such as {@code w[3]}
 */
public record Value(String expression) {
    @Override
    public String toString() {
        return expression;
    }
}
