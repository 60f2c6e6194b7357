/** Parity with recorded cases: reads folders of inputs and outputs and compares what this project computes. */
@NullMarked
package io.acuity.cli.golden;

import org.jspecify.annotations.NullMarked;
