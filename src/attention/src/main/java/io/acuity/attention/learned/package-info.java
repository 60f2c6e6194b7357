/** Extractors over a learned backbone: working size, windows, normalisation and aggregation over heads. */
@NullMarked
package io.acuity.attention.learned;

import org.jspecify.annotations.NullMarked;
