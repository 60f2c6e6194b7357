/** Whether and where the spans of a process go, as OpenTelemetry's own environment variables say. */
@NullMarked
package io.acuity.cli.tracing;

import org.jspecify.annotations.NullMarked;
