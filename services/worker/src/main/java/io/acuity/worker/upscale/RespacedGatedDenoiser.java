package io.acuity.worker.upscale;

import io.acuity.diffusion.GatedBatch;
import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.TileBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A gated network on a chain of another length than its own: tells it the trained step nearest to each. */
final class RespacedGatedDenoiser implements GatedDenoiser {
    private final GatedDenoiser trained;
    private final int[] trainedIndex;

    RespacedGatedDenoiser(GatedDenoiser trained, int[] trainedIndex) {
        this.trained = trained;
        this.trainedIndex = trainedIndex;
    }

    @Override
    public int channels() {
        return trained.channels();
    }

    @Override
    public int featureChannels() {
        return trained.featureChannels();
    }

    @Override
    public int encoderRadius() {
        return trained.encoderRadius();
    }

    @Override
    public int trunkRadius() {
        return trained.trunkRadius();
    }

    @Override
    public void encode(TileBatch image, FloatBuffer features) {
        trained.encode(image, features);
    }

    @Override
    public void refine(GatedBatch batch, FloatBuffer prediction) {
        int[] steps =
                Arrays.stream(batch.steps()).map(index -> trainedIndex[index]).toArray();
        trained.refine(
                new GatedBatch(
                        batch.size(),
                        batch.height(),
                        batch.width(),
                        batch.state(),
                        batch.features(),
                        batch.masks(),
                        steps),
                prediction);
    }

    /** Does nothing: the network belongs to the model it was made from. */
    @Override
    public void close() {}
}
