/** The tile scheduler: one device thread that steps the canvases of all jobs in flight, one batch per tick. */
@NullMarked
package io.acuity.diffusion.scheduler;

import org.jspecify.annotations.NullMarked;
