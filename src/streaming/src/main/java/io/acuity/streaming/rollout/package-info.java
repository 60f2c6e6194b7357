/** What gateways, tracker and workers agree on about rollouts of checkpoints. */
@NullMarked
package io.acuity.streaming.rollout;

import org.jspecify.annotations.NullMarked;
