package io.acuity.networks.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import io.acuity.networks.residualshift.ResidualCnn;
import java.util.List;

/** A one-step {@link ResidualCnn} as DJL operations, one native call each: the yardstick for the emitted program. */
public final class EagerResidualCnn {
    private static final float SLOPE = 0.1f;
    private static final Shape ONE = new Shape(1, 1);

    private final ResidualCnn network;
    private final List<NDArray> weights;

    /** Wraps fp32 weights in program order. */
    public EagerResidualCnn(ResidualCnn network, List<NDArray> weights) {
        if (network.steps() != 1) {
            throw new IllegalArgumentException(
                    "The eager yardstick is for one-step networks, not for " + network + ".");
        }
        this.network = network;
        this.weights = List.copyOf(weights);
    }

    /** Predicts {@code [N, 3r², h, w]}; the result belongs to {@code scope}. */
    public NDArray predict(NDManager scope, NDArray state, NDArray lowRes) {
        state.tempAttach(scope);
        lowRes.tempAttach(scope);
        NDArray head = convolve(NDArrays.concat(new NDList(state, lowRes), 1), 0);
        NDArray h = head;
        for (int block = 0; block < network.blocks(); block++) {
            NDArray first = convolve(h, 2 + 4 * block);
            NDArray second = convolve(Activation.leakyRelu(first, SLOPE), 4 + 4 * block);
            h = h.add(second);
        }
        return convolve(h.add(head), 2 + 4 * network.blocks());
    }

    private NDArray convolve(NDArray x, int weight) {
        return Conv2d.conv2d(x, weights.get(weight), weights.get(weight + 1), ONE, ONE, ONE)
                .singletonOrThrow();
    }
}
