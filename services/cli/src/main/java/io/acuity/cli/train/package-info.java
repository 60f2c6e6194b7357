/** Training from the command line. */
@NullMarked
package io.acuity.cli.train;

import org.jspecify.annotations.NullMarked;
