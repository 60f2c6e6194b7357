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

    static UpscaleModel respace(UpscaleModel model, int steps) {
        ShiftSchedule schedule = model.process().schedule();
        double[] etas = new double[steps];
        int[] trainedIndex = new int[steps];
        for (int i = 0; i < steps; i++) {
            double position = (i + 1.0) / steps * schedule.steps();
            int below = Math.min((int) position, schedule.steps() - 1);
            double share = position - below;
            // eta(below - 1) is the trained eta after `below` steps; 0 before the first.
            etas[i] = schedule.eta(below - 1) + share * (schedule.eta(below) - schedule.eta(below - 1));
            trainedIndex[i] = Math.clamp(Math.round(position) - 1, 0, schedule.steps() - 1);
        }
        ShiftProcess process = new ShiftProcess(
                ShiftSchedule.of(etas, schedule.kappa()),
                model.process().target(),
                model.process().clipped(),
                model.process().scaledInput());
        return new UpscaleModel(
                model.name(),
                model.checkpoint(),
                model.sha256(),
                model.scale(),
                new RespacedDenoiser(model.denoiser(), trainedIndex),
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
