package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A network small enough to be written down: two 3×3 layers with zero padding and a bias between them, so that it has a
 * radius of exactly two pixels and a padded edge matters. Remembers its calls; a hook may fail or delay them.
 */
final class LocalNetwork implements Denoiser {
    static final int FACTOR = 2;

    /** What one call was about. */
    record Call(int size, int width, int height, List<Integer> steps) {
        int pixels() {
            return size * width * height;
        }
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Consumer<TileBatch> hook = batch -> {};

    List<Call> calls() {
        return calls;
    }

    LocalNetwork before(Consumer<TileBatch> action) {
        hook = action;
        return this;
    }

    @Override
    public int channels() {
        return 3 * FACTOR * FACTOR;
    }

    @Override
    public int radius() {
        return 2;
    }

    @Override
    public void predict(TileBatch batch, FloatBuffer prediction) {
        List<Integer> steps = Arrays.stream(batch.steps()).boxed().toList();
        calls.add(new Call(batch.size(), batch.width(), batch.height(), steps));
        hook.accept(batch);
        int pixels = batch.width() * batch.height();
        float[] state = new float[pixels];
        float[] colour = new float[pixels];
        for (int n = 0; n < batch.size(); n++) {
            for (int channel = 0; channel < channels(); channel++) {
                batch.state().get((n * channels() + channel) * pixels, state);
                batch.lowRes().get((n * 3 + channel / (FACTOR * FACTOR)) * pixels, colour);
                float[] result = predictPlane(state, colour, batch.steps()[n] + channel, batch.width());
                prediction.put((n * channels() + channel) * pixels, result);
            }
        }
    }

    static float[] predictPlane(float[] state, float[] colour, int phase, int width) {
        float[] hidden = new float[state.length];
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = 0.8f * state[i] + 0.2f * colour[i];
        }
        hidden = convolve(hidden, width);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = (float) Math.sin(2 * hidden[i] + 0.3 * phase + 0.5);
        }
        return convolve(hidden, width);
    }

    /** A lopsided 3×3 filter, zero padded. */
    static float[] convolve(float[] values, int width) {
        int height = values.length / width;
        float[] result = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int dy = Math.max(-1, -y); dy <= Math.min(1, height - 1 - y); dy++) {
                    for (int dx = Math.max(-1, -x); dx <= Math.min(1, width - 1 - x); dx++) {
                        sum += (0.12f + 0.03f * dx - 0.05f * dy) * values[(y + dy) * width + x + dx];
                    }
                }
                result[y * width + x] = sum;
            }
        }
        return result;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
