/** What the command line says: standard output and error, exit codes, progress on a terminal. */
@NullMarked
package io.acuity.cli.console;

import org.jspecify.annotations.NullMarked;
