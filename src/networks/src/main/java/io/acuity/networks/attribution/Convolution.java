package io.acuity.networks.attribution;

import io.acuity.networks.graph.Value;
import io.acuity.networks.graph.Window;

/**
 * A convolution without bias that has been passed.
 *
 * @param input X, {@code [1, Ci, H, W]}
 * @param weight {@code [Co, Ci, k, k]}
 * @param window its geometry
 */
record Convolution(Value input, Value weight, Window window) {}
