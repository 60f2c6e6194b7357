/** A picture goes in, rows of the larger picture come out, by way of the tile scheduler; the same code for jobs, evaluation and benchmarks. */
@NullMarked
package io.acuity.worker.upscale;

import org.jspecify.annotations.NullMarked;
