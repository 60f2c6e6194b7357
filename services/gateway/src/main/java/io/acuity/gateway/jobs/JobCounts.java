package io.acuity.gateway.jobs;

/**
 * How the jobs that a gateway knows stand.
 *
 * @param known all of them
 * @param waiting accepted and not begun: the queue of all workers
 * @param running begun and not ended
 */
public record JobCounts(int known, int waiting, int running) {}
