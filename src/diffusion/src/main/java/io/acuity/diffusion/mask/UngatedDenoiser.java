package io.acuity.diffusion.mask;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.GatedBatch;
import io.acuity.diffusion.GatedDenoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.gaussian.GaussianStep;
import java.nio.FloatBuffer;

/**
 * A local network that knows nothing of masks, in a masked job. Its rectangles have a halo all around. The part of the encoder
 * is to keep y and the LR image for it. Owned by one device thread; closing it leaves the network open, which is its maker's.
 */
public final class UngatedDenoiser implements GatedDenoiser {
    private final Denoiser network;
    private final MaskedChain chain;
    private final CleanEstimate view;
    private final boolean maskedInput;
    private FloatBuffer state = BlockPool.allocate(0);
    private FloatBuffer lowRes = BlockPool.allocate(0);
    private float[] seen = new float[0];
    private GaussianStep.Operands operands =
            new GaussianStep.Operands(new float[0], new float[0], new float[0], new float[0]);

    /**
     * Wraps a network.
     *
     * @param chain the job's
     * @param view how the network sees that chain
     * @param maskedInput whether it was trained on states that are zero outside the mask (YODA eq. 10); if not, it sees the
     *     states of waiting pixels
     */
    public UngatedDenoiser(Denoiser network, MaskedChain chain, CleanEstimate view, boolean maskedInput) {
        this.network = network;
        this.chain = chain;
        this.view = view;
        this.maskedInput = maskedInput;
    }

    @Override
    public int channels() {
        return network.channels();
    }

    @Override
    public int featureChannels() {
        return network.channels() + 3;
    }

    @Override
    public int encoderRadius() {
        return 0;
    }

    @Override
    public int trunkRadius() {
        return network.radius();
    }

    @Override
    public boolean gated() {
        return false;
    }

    @Override
    public boolean seesWaiting() {
        return !maskedInput;
    }

    @Override
    public void encode(TileBatch image, FloatBuffer features) {
        int pixels = image.height() * image.width();
        for (int n = 0; n < image.size(); n++) {
            int at = n * featureChannels() * pixels;
            features.put(at, image.state(), n * channels() * pixels, channels() * pixels);
            features.put(at + channels() * pixels, image.lowRes(), n * 3 * pixels, 3 * pixels);
        }
    }

    @Override
    public void refine(GatedBatch batch, FloatBuffer prediction) {
        int pixels = batch.height() * batch.width();
        reserve(batch.size(), pixels);
        for (int n = 0; n < batch.size(); n++) {
            int features = n * featureChannels() * pixels;
            lowRes.put(n * 3 * pixels, batch.features(), features + channels() * pixels, 3 * pixels);
            for (int channel = 0; channel < channels(); channel++) {
                show(batch, n, channel);
            }
        }
        network.predict(
                new TileBatch(
                        batch.size(),
                        batch.height(),
                        batch.width(),
                        state.slice(0, batch.size() * channels() * pixels),
                        lowRes.slice(0, batch.size() * 3 * pixels),
                        batch.steps()),
                prediction);
        for (int n = 0; n < batch.size(); n++) {
            for (int channel = 0; channel < channels(); channel++) {
                read(batch, n, channel, prediction);
            }
        }
    }

    /** z of one plane, as the network wants it. */
    private void show(GatedBatch batch, int n, int channel) {
        int pixels = batch.height() * batch.width();
        load(batch, n, channel);
        float scale = view.inputScale(batch.steps()[n]);
        if (maskedInput) {
            batch.masks().get(2 * n * pixels, seen, 0, pixels);
        }
        for (int i = 0; i < pixels; i++) {
            seen[i] = (maskedInput ? seen[i] * scale : scale) * operands.state()[i];
        }
        state.put((n * channels() + channel) * pixels, seen, 0, pixels);
    }

    /** From the prediction of one plane to the residual. */
    private void read(GatedBatch batch, int n, int channel, FloatBuffer prediction) {
        int pixels = batch.height() * batch.width();
        int at = (n * channels() + channel) * pixels;
        load(batch, n, channel);
        prediction.get(at, operands.prediction(), 0, pixels);
        view.estimate(batch.steps()[n], operands, pixels);
        for (int i = 0; i < pixels; i++) {
            operands.prediction()[i] -= operands.upsampled()[i];
        }
        prediction.put(at, operands.prediction(), 0, pixels);
    }

    /** y and z of one plane. */
    private void load(GatedBatch batch, int n, int channel) {
        int pixels = batch.height() * batch.width();
        int index = batch.steps()[n];
        float level = view.level(index);
        float unscale = 1 / chain.inputScale(index);
        float[] z = operands.state();
        float[] y = operands.upsampled();
        batch.features().get((n * featureChannels() + channel) * pixels, y, 0, pixels);
        batch.state().get((n * channels() + channel) * pixels, z, 0, pixels);
        for (int i = 0; i < pixels; i++) {
            z[i] = level * y[i] + unscale * z[i];
        }
    }

    private void reserve(int size, int pixels) {
        if (seen.length < pixels) {
            seen = new float[pixels];
            operands = new GaussianStep.Operands(new float[pixels], new float[pixels], new float[pixels], seen);
        }
        state = grown(state, size * channels() * pixels);
        lowRes = grown(lowRes, size * 3 * pixels);
    }

    private static FloatBuffer grown(FloatBuffer store, int floats) {
        return store.capacity() >= floats ? store : BlockPool.allocate(floats);
    }

    @Override
    public void close() {
        // The network is its maker's.
    }
}
