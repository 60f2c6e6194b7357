/** What this gateway knows about jobs, and how it tells it. */
@NullMarked
package io.acuity.gateway.jobs;

import org.jspecify.annotations.NullMarked;
