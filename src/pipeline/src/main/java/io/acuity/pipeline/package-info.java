/**
 * Clips through topics: frames are published as requests and results put together again in pieces, which an interrupted run
 * finds and goes on with.
 */
@NullMarked
package io.acuity.pipeline;

import org.jspecify.annotations.NullMarked;
