package io.acuity.training.loop;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.weights.WeightList;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.data.PatchSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network. Owned by the thread that makes it, which is the device thread; patches are cut ahead by one
 * other thread. On one machine the same settings and patches give the same weights, also when a run is interrupted and goes
 * on from a saved state.
 *
 * <p>Where a loss or a gradient is no number, the loop steps back: to the state it kept last, at half the learning rate and
 * with other patches. A run that does so too often has diverged.
 */
public final class TrainingLoop implements AutoCloseable {
    private static final int STEPS_BETWEEN_SNAPSHOTS = 200;
    private static final int MOST_SETBACKS = 8;

    private final TrainingSettings settings;
    private final TrainingTask task;
    private final NDManager manager;
    private final CompiledProgram training;
    private final Snapshot snapshot;
    private final ExecutorService cutter;
    private OptimizerState state;
    private Map<String, String> notes;
    private int setbacks;
    private boolean rehearsed;

    /**
     * Compiles the program and makes the initial weights, or takes up those of an interrupted run.
     *
     * @param task what is trained; stays the caller's
     * @param from where an interrupted run was; null to begin
     * @param snapshotFile where to keep the state to step back to
     * @param notes kept with each state
     * @throws io.acuity.checkpoints.CorruptCheckpointException if {@code from} belongs to another network
     */
    public TrainingLoop(
            TrainingSettings settings,
            TrainingTask task,
            @Nullable TrainingState from,
            Path snapshotFile,
            Map<String, String> notes)
            throws IOException {
        this.settings = settings;
        this.task = task;
        this.snapshot = new Snapshot(snapshotFile);
        this.notes = Map.copyOf(notes);
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        this.training = CompiledProgram.compile(task.training(), Device.cpu());
        try {
            this.state = from == null
                    ? OptimizerState.initial(
                            manager,
                            training.program().parameters(),
                            parameter -> task.initial(parameter, settings.seed()))
                    : OptimizerState.resumed(manager, training.program().parameters(), from);
            this.setbacks = from == null ? 0 : setbacks(from);
            snapshot.keep(state());
        } catch (IOException | RuntimeException e) {
            training.close();
            manager.close();
            throw e;
        }
        this.cutter = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("acuity-patches").daemon().factory());
    }

    private static int setbacks(TrainingState from) {
        String text = from.note(TrainingState.SETBACKS);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /**
     * Trains up to a step, at which nothing is prepared ahead, so that the caller may save the state and change the source.
     *
     * @param source of patches; stays the caller's
     * @param until steps done when this returns
     * @throws IOException if patches cannot be read, or the state to step back to cannot be kept
     * @throws DivergedException after too many steps back
     */
    public void run(PatchSource source, int until, TrainingListener listener) throws IOException {
        // One batch is trained on while the other is cut.
        List<PatchBatch> batches = List.of(batch(source), batch(source));
        CompletableFuture<PatchBatch> next = cut(source, batches, state.step());
        while (state.step() < until) {
            PatchBatch batch = join(next);
            int step = state.step();
            next = step + 1 < until ? cut(source, batches, step + 1) : CompletableFuture.completedFuture(batch);
            double rate = rate(step);
            rehearse(batch, step);
            float loss = step(batch, step, rate);
            if (state.step() == step) {
                join(next);
                stepBack(step, loss);
                listener.onStepBack(step + 1, state.step());
                next = cut(source, batches, state.step());
                continue;
            }
            listener.onStep(step + 1, loss, rate);
            if (state.step() % STEPS_BETWEEN_SNAPSHOTS == 0) {
                snapshot.keep(state());
            }
        }
        join(next);
    }

    /** Steps done. */
    public int step() {
        return state.step();
    }

    /** The averaged weights so far. */
    public Safetensors averagedWeights() {
        return state.averages().toSafetensors();
    }

    /** All there is to go on from here later. */
    public TrainingState state() {
        return state.save().with(notes).with(Map.of(TrainingState.SETBACKS, Integer.toString(setbacks)));
    }

    /** Changes what is kept with each state from now on. */
    public void note(Map<String, String> changed) {
        notes = Map.copyOf(changed);
    }

    private double rate(int step) {
        return settings.rate().at(step, settings.steps()) * Math.pow(0.5, setbacks);
    }

    private PatchBatch batch(PatchSource source) {
        return PatchBatch.allocate(settings.batch(), settings.side(), source.scale());
    }

    private CompletableFuture<PatchBatch> cut(PatchSource source, List<PatchBatch> batches, int step) {
        PatchBatch batch = batches.get(step % batches.size());
        int before = setbacks;
        return CompletableFuture.supplyAsync(
                () -> {
                    source.draw(batch, step, before);
                    return batch;
                },
                cutter);
    }

    private static PatchBatch join(CompletableFuture<PatchBatch> batch) throws IOException {
        try {
            return batch.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Makes the first step of this program for nothing. The engine specialises a program after it ran once, and the gradients
     * of some operations are rounded otherwise from then on: without this, the first step of a run that is taken up again
     * would not be the one it would have been.
     */
    private void rehearse(PatchBatch batch, int step) {
        if (rehearsed) {
            return;
        }
        rehearsed = true;
        try (OptimizerState copy =
                OptimizerState.resumed(manager, training.program().parameters(), state.save())) {
            var unused = backward(batch, step, copy.weights());
        }
    }

    /** Where loss or gradients are no numbers, the step is not counted. */
    private float step(PatchBatch batch, int step, double rate) {
        float loss = backward(batch, step, state.weights());
        // After gradients were recorded, or the changes to the weights would be recorded too.
        if (Float.isFinite(loss)) {
            state.update(rate, settings.optimizer());
        }
        return loss;
    }

    private float backward(PatchBatch batch, int step, WeightList weights) {
        try (NDManager scope = manager.newSubManager()) {
            // Before gradients are recorded: what the network itself predicts on the way is taken as given.
            List<NDArray> inputs = task.inputs(scope, batch, new TrainingTask.Moment(settings.seed(), step), weights);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray result = training.runForGradients(scope, inputs, weights.arrays())
                        .singletonOrThrow();
                float loss = result.getFloat();
                if (Float.isFinite(loss)) {
                    collector.backward(result);
                }
                return loss;
            }
        }
    }

    private void stepBack(int step, float loss) throws IOException {
        setbacks++;
        if (setbacks > MOST_SETBACKS) {
            throw new DivergedException("Training diverged: at step " + (step + 1) + " the loss was " + loss
                    + " or its gradient no number, after " + MOST_SETBACKS
                    + " steps back at half the rate each; start again with a lower learning rate.");
        }
        state.close();
        state = OptimizerState.resumed(manager, training.program().parameters(), snapshot.read());
    }

    @Override
    public void close() {
        cutter.shutdownNow();
        training.close();
        manager.close();
    }
}
