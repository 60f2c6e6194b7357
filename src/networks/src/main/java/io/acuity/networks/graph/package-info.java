/** The graph builder: each operation appends one line of TorchScript, each parameter is asked for by name and shape. */
@NullMarked
package io.acuity.networks.graph;

import org.jspecify.annotations.NullMarked;
