/** Jobs counted exactly once, minute by minute: results in, windows of metrics out (docs/adr/0010). */
@NullMarked
package io.acuity.tracker.metrics;

import org.jspecify.annotations.NullMarked;
