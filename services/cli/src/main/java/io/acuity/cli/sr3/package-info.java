/** Small SR3 experiments from the command line: training and measuring with and without masks. */
@NullMarked
package io.acuity.cli.sr3;

import org.jspecify.annotations.NullMarked;
