/**
 * Datasets as a compacted topic: what a sample is and may be, publishing and removing samples, and reading them back with the
 * place in the topic up to which they were read.
 */
@NullMarked
package io.acuity.streaming.dataset;

import org.jspecify.annotations.NullMarked;
