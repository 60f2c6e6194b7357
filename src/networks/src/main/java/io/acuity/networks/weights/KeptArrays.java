package io.acuity.networks.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Results of a program that stay on the device until this is closed. Owned by the device thread.
 *
 * @param owner what the arrays belong to
 * @param arrays in the order of the program's results
 */
public record KeptArrays(NDManager owner, List<NDArray> arrays) implements AutoCloseable {
    @Override
    public void close() {
        owner.close();
    }
}
