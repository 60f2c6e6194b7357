/** Follows a job through the topics: the headers that carry a trace, and the spans on the way (OpenTelemetry). */
@NullMarked
package io.acuity.streaming.trace;

import org.jspecify.annotations.NullMarked;
