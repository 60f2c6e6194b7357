/** Results and events become the job view. */
@NullMarked
package io.acuity.tracker;

import org.jspecify.annotations.NullMarked;
