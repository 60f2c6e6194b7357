package io.acuity.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.networks.weights.WeightList;

/**
 * Exponential moving average of weights. Early on the decay is limited to (1 + n) / (10 + n), so that the average
 * forgets the initial weights.
 */
final class MovingAverage {
    private final WeightList live;
    private final WeightList averaged;
    private final double decay;
    private long updates;

    MovingAverage(NDManager manager, WeightList live, double decay) {
        this.live = live;
        this.averaged = live.copy(manager);
        this.decay = decay;
    }

    void update() {
        updates++;
        float keep = (float) Math.min(decay, (1.0 + updates) / (10.0 + updates));
        for (int i = 0; i < live.size(); i++) {
            try (NDArray share = live.arrays().get(i).mul(1 - keep)) {
                averaged.arrays().get(i).muli(keep).addi(share);
            }
        }
    }

    Safetensors toSafetensors() {
        return averaged.toSafetensors();
    }
}
