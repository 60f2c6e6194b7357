/**
 * Results and events become the job view: a Kafka Streams topology folds what is told about a job into one record on the
 * compacted topic {@code acuity.jobs}, from which any gateway answers; beside it, rollouts
 * of checkpoints are decided.
 */
@NullMarked
package io.acuity.tracker;

import org.jspecify.annotations.NullMarked;
