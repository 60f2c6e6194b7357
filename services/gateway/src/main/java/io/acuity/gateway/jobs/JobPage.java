package io.acuity.gateway.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list of jobs.
 *
 * @param jobs newest first
 * @param next where the next part begins; null at the end
 */
record JobPage(List<JobStatus> jobs, @Nullable JobCursor next) {}
