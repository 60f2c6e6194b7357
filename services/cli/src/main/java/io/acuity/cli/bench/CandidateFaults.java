package io.acuity.cli.bench;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.worker.model.ModelLoader;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.WholeImageModel;
import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets the network of one checkpoint fail on a share of the pictures, from a moment on: a checkpoint that passes its tests and is bad
 * when it serves. Which pictures is a function of a seed and their pixels, so that a retry fails again and a batch fails only for the
 * sake of the guilty ones in it. Pictures must fit into one tile. The benchmark hands it to the services in code; nothing else can.
 *
 * <p>Any thread says when; the device thread computes.
 */
final class CandidateFaults implements UnaryOperator<ModelLoader> {
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int LOW_RES_CHANNELS = 3;

    private final double share;
    private final long seed;
    private volatile @Nullable String faulty;

    /**
     * No faults yet.
     *
     * @param share of the pictures, 0 to 1
     */
    CandidateFaults(double share, long seed) {
        this.share = share;
        this.seed = seed;
    }

    /** Lets this checkpoint fail from now on, and no other. */
    void begin(String checkpoint) {
        faulty = checkpoint;
    }

    @Override
    public ModelLoader apply(ModelLoader loader) {
        return bundle -> switch (loader.load(bundle)) {
            case ShiftModel model ->
                new ShiftModel(
                        model.name(),
                        model.checkpoint(),
                        model.sha256(),
                        model.scale(),
                        new Faulty(model.denoiser(), model.checkpoint()),
                        model.process());
            case MaskedModel other -> other;
            case WholeImageModel other -> other;
        };
    }

    /** Whether the picture in a sample of a batch is one to fail on. */
    boolean hits(TileBatch batch, int sample) {
        int length = LOW_RES_CHANNELS * batch.height() * batch.width();
        long hash = seed;
        for (int i = sample * length; i < (sample + 1) * length; i++) {
            hash = (hash ^ Float.floatToIntBits(batch.lowRes().get(i))) * MIX;
            hash ^= hash >>> 32;
        }
        return (hash >>> 11) * 0x1p-53 < share;
    }

    private final class Faulty implements Denoiser {
        private final Denoiser good;
        private final String checkpoint;

        Faulty(Denoiser good, String checkpoint) {
            this.good = good;
            this.checkpoint = checkpoint;
        }

        @Override
        public int channels() {
            return good.channels();
        }

        @Override
        public int radius() {
            return good.radius();
        }

        @Override
        public void predict(TileBatch batch, FloatBuffer prediction) {
            if (checkpoint.equals(faulty)) {
                for (int n = 0; n < batch.size(); n++) {
                    if (hits(batch, n)) {
                        throw new IllegalStateException("The benchmark lets the network fail.");
                    }
                }
            }
            good.predict(batch, prediction);
        }

        @Override
        public void close() {
            good.close();
        }
    }
}
