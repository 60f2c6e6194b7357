/** The commands about NIQE's parameters. */
@NullMarked
package io.acuity.cli.niqe;

import org.jspecify.annotations.NullMarked;
