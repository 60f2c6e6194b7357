package io.acuity.training.frames;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.acuity.networks.device.StagingBuffer;
import io.acuity.networks.sr3.StepTerms;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts samples of a {@link NoiseObjective} into arrays, in memory that is used again. Owned by the training thread. */
final class SampleArrays {
    private final List<StagingBuffer> staging = new ArrayList<>();

    /**
     * The inputs of a training program that every sample has: x, level, target, weight; image and steps where the sample has
     * them.
     *
     * @param scope owner of the arrays, which are valid until the next call
     */
    List<NDArray> of(NDManager scope, NoiseObjective.Sample sample) {
        int count = sample.levels().length;
        int side = (int) Math.sqrt(sample.weight().length / (double) count);
        List<NDArray> inputs = new ArrayList<>();
        add(inputs, scope, sample.x(), new Shape(count, 6, side, side));
        add(inputs, scope, sample.levels(), new Shape(count, 1));
        add(inputs, scope, sample.target(), new Shape(count, 3, side, side));
        add(inputs, scope, sample.weight(), new Shape(count, 1, side, side));
        if (sample.steps().length > 0) {
            add(inputs, scope, sample.image(), new Shape(count, 3, side, side));
            add(inputs, scope, sample.steps(), new Shape(count, StepTerms.COUNT, 1, 1));
        }
        return inputs;
    }

    private void add(List<NDArray> inputs, NDManager scope, float[] values, Shape shape) {
        if (staging.size() == inputs.size()) {
            staging.add(new StagingBuffer());
        }
        StagingBuffer buffer = staging.get(inputs.size());
        inputs.add(scope.create(buffer.filledWith(FloatBuffer.wrap(values)), shape, DataType.FLOAT32));
    }
}
