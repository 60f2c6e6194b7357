/**
 * The ordered lane: records in, results out, each exactly once, finished in any order. {@code OrderedLane} restarts
 * {@code LaneSession}s; a session's thread owns its consumer, its producer and every class here that is not a record.
 */
@NullMarked
package io.acuity.streaming.lane;

import org.jspecify.annotations.NullMarked;
