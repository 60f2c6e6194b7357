/** Attention maps in [0, 1] that say where refining pays, what extracts them, and how extractors are named. */
@NullMarked
package io.acuity.attention;

import org.jspecify.annotations.NullMarked;
