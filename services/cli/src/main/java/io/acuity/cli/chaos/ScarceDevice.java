package io.acuity.cli.chaos;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.TileBatch;
import io.acuity.worker.model.ModelLoader;
import io.acuity.worker.upscale.MaskedModel;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.WholeImageModel;
import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fake fault: lets the network of every model run out of device memory in each batch whose number is a multiple of some number, whatever
 * its size. Only {@link ScarceWorker} has it; no worker of the product can be asked for it. Owned by the device thread.
 */
final class ScarceDevice implements UnaryOperator<ModelLoader> {
    /** What is logged each time. */
    static final String FULL = "The fault suite lets the device be full";

    private static final Logger LOGGER = LoggerFactory.getLogger(ScarceDevice.class);

    private final int every;
    private long batches;

    /**
     * A device.
     *
     * @param every the number of the batch that fails, and of which the multiples fail
     */
    ScarceDevice(int every) {
        this.every = every;
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
                        new Scarce(model.denoiser()),
                        model.process());
            case MaskedModel other -> other;
            case WholeImageModel other -> other;
        };
    }

    private final class Scarce implements Denoiser {
        private final Denoiser good;

        Scarce(Denoiser good) {
            this.good = good;
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
            batches++;
            if (batches % every == 0) {
                LOGGER.atWarn().addKeyValue("batch", batches).log(FULL);
                throw new DeviceMemoryException("The fault suite lets the device be full.");
            }
            good.predict(batch, prediction);
        }

        @Override
        public void close() {
            good.close();
        }
    }
}
