package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.tiles.Rect;
import java.nio.FloatBuffer;
import java.util.List;

/** The direct buffers of the network's input and output, used again for every batch. Owned by the device thread. */
final class BatchBuffers {
    private FloatBuffer stateStore = BlockPool.allocate(0);
    private FloatBuffer lowResStore = BlockPool.allocate(0);
    private FloatBuffer predictionStore = BlockPool.allocate(0);

    /** The buffers cut to the size of one batch. */
    record Views(int channels, Rect window, FloatBuffer state, FloatBuffer lowRes, FloatBuffer prediction) {
        TileBatch batch(List<PatchStep> samples) {
            int[] steps = samples.stream().mapToInt(PatchStep::index).toArray();
            return new TileBatch(samples.size(), window.height(), window.width(), state, lowRes, steps);
        }

        /** Copies one channel of a sample's core out of a window-sized buffer. */
        void readCore(FloatBuffer from, int plane, PatchStep step, float[] target) {
            Rect outer = step.patch().window();
            Rect core = step.patch().core();
            int start = (plane * outer.height() + core.y() - outer.y()) * outer.width() + core.x() - outer.x();
            for (int y = 0; y < core.height(); y++) {
                from.get(start + y * outer.width(), target, y * core.width(), core.width());
            }
        }
    }

    /** Views for a batch of {@code size} samples like {@code model}. */
    Views views(int size, PatchStep model) {
        int channels = model.job().spec().denoiser().channels();
        int latents = Math.multiplyExact(Math.multiplyExact(size, channels), model.pixels());
        int pixels = size * 3 * model.pixels();
        stateStore = grown(stateStore, latents);
        lowResStore = grown(lowResStore, pixels);
        predictionStore = grown(predictionStore, latents);
        return new Views(
                channels,
                model.patch().window(),
                stateStore.slice(0, latents),
                lowResStore.slice(0, pixels),
                predictionStore.slice(0, latents));
    }

    /** The buffer, or a larger one in its place. */
    static FloatBuffer grown(FloatBuffer store, int floats) {
        return store.capacity() >= floats ? store : BlockPool.allocate(floats);
    }
}
