package io.acuity.training.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.loop.TrainingTask;
import java.util.List;

/**
 * The floor: forward, backward and the library's Adam on one batch that lies ready in native memory, and nothing else.
 * Owned by the calling thread.
 */
final class BareTraining implements AutoCloseable {
    private static final float RATE = 1e-4f;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final CompiledProgram training;
    private final WeightList weights;
    private final List<NDArray> inputs;
    private final Optimizer optimizer =
            Adam.builder().optLearningRateTracker(Tracker.fixed(RATE)).build();

    BareTraining(TrainingTask task, PatchBatch batch) {
        this.training = CompiledProgram.compile(task.training(), Device.cpu());
        this.weights = WeightList.of(manager, training.program().parameters(), parameter -> task.initial(parameter, 1));
        // Copies, since a task may lend the same memory again.
        this.inputs = task.inputs(manager, batch, new TrainingTask.Moment(1, 0), weights).stream()
                .map(NDArray::duplicate)
                .toList();
        weights.arrays().forEach(weight -> weight.setRequiresGradient(true));
    }

    void step() {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(
                    training.runForGradients(scope, inputs, weights.arrays()).singletonOrThrow());
        }
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = weights.arrays().get(i);
            try (NDArray gradient = weight.getGradient()) {
                optimizer.update(weights.names().get(i), weight, gradient);
            }
        }
    }

    @Override
    public void close() {
        training.close();
        manager.close();
    }
}
