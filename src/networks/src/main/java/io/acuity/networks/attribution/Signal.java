package io.acuity.networks.attribution;

import io.acuity.networks.graph.Value;

/**
 * What travels backwards through a network, one sample per output that is explained.
 *
 * @param attribution C: how much each element speaks for the output, {@code [N, …]} as the layer's
 * @param gradient G: the derivative of the output's probability by each element
 */
public record Signal(Value attribution, Value gradient) {}
