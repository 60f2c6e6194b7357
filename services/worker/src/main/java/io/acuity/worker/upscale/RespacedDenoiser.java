package io.acuity.worker.upscale;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A network on a chain of another length than its own: tells it the trained step nearest to each. */
final class RespacedDenoiser implements Denoiser {
    private final Denoiser trained;
    private final int[] trainedIndex;

    private RespacedDenoiser(Denoiser trained, int[] trainedIndex) {
        this.trained = trained;
        this.trainedIndex = trainedIndex;
    }

    static ShiftModel respace(ShiftModel model, int steps) {
        ShiftSchedule schedule = model.process().schedule();
        SpacedSteps spaced = SpacedSteps.of(schedule, steps);
        ShiftProcess process = new ShiftProcess(
                spaced.schedule(),
                model.process().target(),
                model.process().clipped(),
                model.process().scaledInput());
        return new ShiftModel(
                model.name(),
                model.checkpoint(),
                model.sha256(),
                model.scale(),
                new RespacedDenoiser(model.denoiser(), spaced.trainedIndex()),
                process);
    }

    @Override
    public int channels() {
        return trained.channels();
    }

    @Override
    public int radius() {
        return trained.radius();
    }

    @Override
    public void predict(TileBatch batch, FloatBuffer prediction) {
        int[] steps =
                Arrays.stream(batch.steps()).map(index -> trainedIndex[index]).toArray();
        trained.predict(
                new TileBatch(batch.size(), batch.height(), batch.width(), batch.state(), batch.lowRes(), steps),
                prediction);
    }

    /** Does nothing: the network belongs to the model it was made from. */
    @Override
    public void close() {}
}
