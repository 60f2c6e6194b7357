/** The command that extracts attention maps. */
@NullMarked
package io.acuity.cli.attention;

import org.jspecify.annotations.NullMarked;
