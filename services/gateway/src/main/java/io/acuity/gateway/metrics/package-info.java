/** Answers about what became of jobs, minute by minute. */
@NullMarked
package io.acuity.gateway.metrics;

import org.jspecify.annotations.NullMarked;
