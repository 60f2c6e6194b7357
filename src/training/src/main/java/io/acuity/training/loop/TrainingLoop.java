package io.acuity.training.loop;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.CosineTracker;
import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.data.TrainingSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Trains one network. Owned by the thread that makes it, which is the device thread; patches are cut ahead by one
 * other thread. On one machine the same settings and images give the same weights.
 */
public final class TrainingLoop implements AutoCloseable {
    private static final float GRADIENT_LIMIT = 1f;
    private static final int NON_FINITE_LIMIT = 10;

    private final TrainingSettings settings;
    private final TrainingSet images;
    private final TrainingTask task;
    private final NDManager manager;
    private final CompiledProgram training;
    private final WeightList weights;
    private final MovingAverage average;
    private final Optimizer optimizer;
    private final ExecutorService cutter;
    private int nonFinite;

    /** Compiles the program and makes the initial weights; the task stays the caller's. */
    public TrainingLoop(TrainingSettings settings, TrainingTask task, TrainingSet images) {
        this.settings = settings;
        this.images = images;
        this.task = task;
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        this.training = CompiledProgram.compile(task.training(), Device.cpu());
        this.weights = WeightList.of(manager, training.program().parameters(), p -> task.initial(p, settings.seed()));
        this.average = new MovingAverage(manager, weights, settings.averaging());
        weights.arrays().forEach(weight -> weight.setRequiresGradient(true));
        this.optimizer = Adam.builder()
                .optLearningRateTracker(rate(settings))
                .optClipGrad(GRADIENT_LIMIT)
                .build();
        this.cutter = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("patches").daemon().factory());
    }

    /** Runs all steps. */
    public void run(TrainingListener listener) {
        CompletableFuture<PatchBatch> next = cut(0);
        for (int step = 0; step < settings.steps(); step++) {
            PatchBatch batch = next.join();
            next = cut(step + 1);
            listener.onStep(step + 1, step(batch, step));
        }
    }

    /** The averaged weights so far. */
    public Safetensors averagedWeights() {
        return average.toSafetensors();
    }

    private CompletableFuture<PatchBatch> cut(int step) {
        return CompletableFuture.supplyAsync(
                () -> images.draw(settings.seed(), step, settings.batch(), settings.side()), cutter);
    }

    private float step(PatchBatch batch, int step) {
        float loss;
        try (NDManager scope = manager.newSubManager()) {
            // Before gradients are recorded: what the network itself predicts on the way is taken as given.
            List<NDArray> inputs = task.inputs(scope, batch, new TrainingTask.Moment(settings.seed(), step), weights);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray result = training.runForGradients(scope, inputs, weights.arrays())
                        .singletonOrThrow();
                loss = result.getFloat();
                collector.backward(result);
            }
        }
        if (Float.isFinite(loss)) {
            update();
        } else {
            skip(step, loss);
        }
        return loss;
    }

    private void update() {
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = weights.arrays().get(i);
            try (NDArray gradient = weight.getGradient()) {
                optimizer.update(weights.names().get(i), weight, gradient);
                gradient.subi(gradient);
            }
        }
        average.update();
    }

    /** A batch whose loss is not a number is left out: its gradients are dropped with the arrays that hold them. */
    private void skip(int step, float loss) {
        nonFinite++;
        if (nonFinite > NON_FINITE_LIMIT) {
            throw new DivergedException("Training diverged: the loss was " + loss + " at step " + step + " and in "
                    + NON_FINITE_LIMIT + " steps before; start again with a lower learning rate.");
        }
        weights.arrays().forEach(weight -> {
            weight.setRequiresGradient(false);
            weight.setRequiresGradient(true);
        });
    }

    private static Tracker rate(TrainingSettings settings) {
        Tracker cosine = CosineTracker.builder()
                .setBaseValue((float) settings.rate())
                .optFinalValue((float) settings.rate() / 100)
                .setMaxUpdates(settings.steps())
                .build();
        return WarmUpTracker.builder()
                .setMainTracker(cosine)
                .optWarmUpBeginValue((float) settings.rate() / 100)
                .optWarmUpSteps(settings.warmUp())
                .build();
    }

    @Override
    public void close() {
        cutter.shutdownNow();
        training.close();
        manager.close();
    }
}
