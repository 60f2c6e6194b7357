package io.acuity.training.frames;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.training.loop.DivergedException;
import io.acuity.training.loop.OptimizerSettings;
import io.acuity.training.loop.OptimizerState;
import io.acuity.training.loop.TrainingListener;
import io.acuity.training.loop.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Trains an {@link Sr3UNet} on frames and keeps its state in a folder, so that an interrupted run goes on where it was
 * saved last. On one machine the same settings and frames give the same weights. Owned by the calling thread.
 */
public final class FrameTraining {
    /** The file of averaged weights in the folder of a run. */
    public static final String WEIGHTS = "weights.safetensors";

    private static final String STATE = "training.safetensors";
    private static final int STEPS_BETWEEN_SAVES = 500;

    private final Sr3Training trained;
    private final NoiseObjective objective;
    private final FrameTrainingSettings settings;
    private final Path folder;

    /**
     * Prepares a run that keeps its state in {@code folder}.
     *
     * @param objective with the bound exactly where the network learns its variance
     */
    public FrameTraining(Sr3UNet network, NoiseObjective objective, FrameTrainingSettings settings, Path folder) {
        this.trained = new Sr3Training(network, objective);
        this.objective = objective;
        this.settings = settings;
        this.folder = folder;
    }

    /**
     * Trains to the end, from the saved state where there is one. Native memory is released before it returns.
     *
     * @param frames all of one size
     * @throws IOException if the state cannot be read or written
     */
    public void run(List<Frame> frames, TrainingListener listener) throws IOException {
        Files.createDirectories(folder);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                CompiledProgram training =
                        CompiledProgram.compile(trained.program(settings.computeType()), Device.cpu())) {
            OptimizerState state = begin(manager, training);
            OptimizerSettings optimizer = settings.optimizer();
            while (state.step() < settings.steps()) {
                NoiseObjective.Sample sample = objective.draw(frames, settings.batch(), settings.seed(), state.step());
                float loss = backward(manager, training, state, sample);
                if (!Float.isFinite(loss)) {
                    throw new DivergedException("Training diverged: the loss was " + loss + " at step " + state.step()
                            + "; remove " + folder + " and start again with a lower learning rate.");
                }
                double rate = settings.rateAt(state.step());
                state.update(rate, optimizer);
                listener.onStep(state.step(), loss, rate);
                if (state.step() % STEPS_BETWEEN_SAVES == 0) {
                    save(state);
                }
            }
            save(state);
        }
    }

    private OptimizerState begin(NDManager manager, CompiledProgram training) throws IOException {
        Path saved = folder.resolve(STATE);
        if (!Files.exists(saved)) {
            return OptimizerState.initial(
                    manager,
                    training.program().parameters(),
                    parameter -> Sr3Training.initial(parameter, settings.seed()));
        }
        Safetensors state = Safetensors.parse(Files.readAllBytes(saved), saved.toString());
        return OptimizerState.resumed(manager, training.program().parameters(), new TrainingState(state));
    }

    private float backward(
            NDManager manager, CompiledProgram training, OptimizerState state, NoiseObjective.Sample sample) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            List<NDArray> inputs = trained.inputs(scope, sample);
            NDArray loss = training.runForGradients(
                            scope, inputs, state.weights().arrays())
                    .singletonOrThrow();
            float value = loss.getFloat();
            collector.backward(loss);
            return value;
        }
    }

    private void save(OptimizerState state) throws IOException {
        replace(WEIGHTS, state.averages().toSafetensors());
        replace(STATE, state.save().arrays());
    }

    /** A crash while writing leaves the file of before. */
    private void replace(String name, Safetensors content) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        Files.write(fresh, content.encode());
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
