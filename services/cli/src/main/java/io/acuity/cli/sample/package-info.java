/** A test picture the project draws itself: text, edges, patterns and foliage, the same for the same seed. */
@NullMarked
package io.acuity.cli.sample;

import org.jspecify.annotations.NullMarked;
