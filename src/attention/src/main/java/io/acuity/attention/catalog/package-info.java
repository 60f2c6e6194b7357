/** Finds extractors by name. */
@NullMarked
package io.acuity.attention.catalog;

import org.jspecify.annotations.NullMarked;
