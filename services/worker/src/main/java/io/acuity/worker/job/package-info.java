/** The life of a job: request read, picture fetched and decoded, refined, encoded, result and events told. */
@NullMarked
package io.acuity.worker.job;

import org.jspecify.annotations.NullMarked;
