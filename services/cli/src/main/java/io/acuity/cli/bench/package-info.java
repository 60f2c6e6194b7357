/** The commands that measure speed. */
@NullMarked
package io.acuity.cli.bench;

import org.jspecify.annotations.NullMarked;
