package io.acuity.trainer;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.events.CheckpointEvent;

/**
 * What a run ended with.
 *
 * @param checkpoint the event of its last checkpoint
 * @param bundle the weights
 */
public record Trained(CheckpointEvent checkpoint, ModelBundle bundle) {}
