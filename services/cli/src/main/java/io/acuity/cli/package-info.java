/** The command line and the composition of services in one process. */
@NullMarked
package io.acuity.cli;

import org.jspecify.annotations.NullMarked;
