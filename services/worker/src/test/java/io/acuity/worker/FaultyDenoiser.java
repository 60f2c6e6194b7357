package io.acuity.worker;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.worker.model.ModelLoader;
import io.acuity.worker.upscale.ShiftModel;
import java.nio.FloatBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network that proves itself on the test pictures and fails once it serves. */
record FaultyDenoiser(Denoiser good, String checkpoint) implements Denoiser {
    private static final Set<String> FAULTY = ConcurrentHashMap.newKeySet();

    /** Lets a checkpoint fail from now on. */
    static void fail(String checkpoint) {
        FAULTY.add(checkpoint);
    }

    static ModelLoader around(ModelLoader loader) {
        return bundle -> {
            ShiftModel model = (ShiftModel) loader.load(bundle);
            return new ShiftModel(
                    model.name(),
                    model.checkpoint(),
                    model.sha256(),
                    model.scale(),
                    new FaultyDenoiser(model.denoiser(), model.checkpoint()),
                    model.process());
        };
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
        if (FAULTY.contains(checkpoint)) {
            throw new IllegalStateException("The network of " + checkpoint + " fails.");
        }
        good.predict(batch, prediction);
    }

    @Override
    public void close() {
        good.close();
    }
}
