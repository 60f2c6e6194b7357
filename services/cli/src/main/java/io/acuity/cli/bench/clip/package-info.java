/** Benchmarks of clips: what is computed of them, what that does to the picture, and what the way through the topics costs. */
@NullMarked
package io.acuity.cli.bench.clip;

import org.jspecify.annotations.NullMarked;
