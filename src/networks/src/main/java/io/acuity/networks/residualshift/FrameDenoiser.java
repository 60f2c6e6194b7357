package io.acuity.networks.residualshift;

import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.frame.FrameNetwork;
import io.acuity.imaging.FloatImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A network for tiles that is shown a whole image as one: for chains that something else leads than the LR image alone.
 *
 * @param network of tiles; closed with this
 * @param bytesPerPixel about how many bytes a prediction takes at its peak, for each pixel of the state
 */
public record FrameDenoiser(Denoiser network, long bytesPerPixel) implements FrameNetwork {
    @Override
    public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
        FloatBuffer prediction = direct(state.values().length);
        network.predict(
                new TileBatch(
                        1,
                        state.height(),
                        state.width(),
                        direct(state.values().length).put(state.values()).flip(),
                        direct(lowRes.values().length).put(lowRes.values()).flip(),
                        new int[] {index}),
                prediction);
        FloatImage result = FloatImage.zeros(network.channels(), state.height(), state.width());
        prediction.duplicate().get(0, result.values());
        return result;
    }

    private static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        network.close();
    }
}
