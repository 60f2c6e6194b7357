/** Extractors without weights: constant, centred, edges, key points. */
@NullMarked
package io.acuity.attention.innate;

import org.jspecify.annotations.NullMarked;
