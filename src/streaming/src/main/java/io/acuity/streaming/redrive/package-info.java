/** Dead letters that are given another chance. */
@NullMarked
package io.acuity.streaming.redrive;

import org.jspecify.annotations.NullMarked;
