/** What follows from each failure code, in one table. */
@NullMarked
package io.acuity.streaming.failure;

import org.jspecify.annotations.NullMarked;
