package io.acuity.networks.attribution;

import io.acuity.networks.graph.Adjoints;
import io.acuity.networks.graph.Elements;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Reductions;
import io.acuity.networks.graph.Value;

/** Families of operations on one graph, and the division that the rules of attribution share. */
final class Operations {
    /** By which divisors are moved away from zero, in the published code. */
    private static final double EPSILON = 1e-9;

    final Graph graph;
    final Elements elements;
    final Reductions reductions;
    final Adjoints adjoints;

    Operations(Graph graph) {
        this.graph = graph;
        this.elements = new Elements(graph);
        this.reductions = new Reductions(graph);
        this.adjoints = new Adjoints(graph);
    }

    /** 1 / x, and 0 where x is 0. */
    Value inverse(Value x) {
        return elements.inverse(x, EPSILON);
    }
}
