package io.acuity.tracker.rollout;

/**
 * The newest acknowledgement of one worker.
 *
 * @param revision it acknowledges
 * @param ready whether it serves what that revision says
 */
record WorkerAck(long revision, boolean ready) {}
