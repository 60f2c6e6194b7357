package io.acuity.worker.model;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a network once on the largest batch the scheduler makes: what the engine allocates and compiles for it is there before the first
 * job, and a worker's memory is known from its start instead of growing until such a batch comes by chance.
 *
 * @param pixels of that batch, in latent pixels
 */
record WarmUp(int pixels) {
    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUp.class);
    private static final int LOW_RES_CHANNELS = 3;
    /** As many as usual settings make; more would keep the first job waiting. */
    private static final int MOST_PIXELS = SchedulerSettings.DEFAULT.maxBatchPixels();

    /**
     * Runs it; called by the device thread, which is busy for about one tick.
     *
     * @throws RuntimeException if the network fails; it is closed then
     */
    void run(Denoiser denoiser) {
        try {
            predict(denoiser);
        } catch (RuntimeException e) {
            denoiser.close();
            throw e;
        }
    }

    private void predict(Denoiser denoiser) {
        int side = (int) Math.sqrt(Math.min(pixels, MOST_PIXELS));
        TileBatch batch = new TileBatch(
                1,
                side,
                side,
                zeros(denoiser.channels() * side * side),
                zeros(LOW_RES_CHANNELS * side * side),
                new int[] {0});
        try {
            denoiser.predict(batch, zeros(denoiser.channels() * side * side));
        } catch (DeviceMemoryException e) {
            // Jobs meet the same limit, and their tiles are halved then.
            LOGGER.atWarn()
                    .addKeyValue("pixels", pixels)
                    .addKeyValue("error", e.getMessage())
                    .log("The largest batch does not fit the device; tiles will be smaller");
        }
    }

    private static FloatBuffer zeros(int length) {
        return ByteBuffer.allocateDirect(Float.BYTES * length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
