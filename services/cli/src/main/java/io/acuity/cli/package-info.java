/** The command line: what a person types, and all services composed in one process. */
@NullMarked
package io.acuity.cli;

import org.jspecify.annotations.NullMarked;
