/** Whether anything grows while many jobs go through. */
@NullMarked
package io.acuity.cli.bench.soak;

import org.jspecify.annotations.NullMarked;
