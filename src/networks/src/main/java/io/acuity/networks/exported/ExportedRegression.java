package io.acuity.networks.exported;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.OnePassNetwork;
import io.acuity.imaging.FloatImage;
import java.util.List;
import java.util.Map;

/**
 * A regression network as a TorchScript module. Its configuration may say {@code range} (values are 0 to this; 1),
 * {@code multiple} (of which sides are; 1), {@code least_side} (16) and {@code bytes_per_pixel} of memory that a pass
 * takes (16,384).
 */
public final class ExportedRegression implements OnePassNetwork {
    private static final int LEAST_SIDE = 16;
    private static final long BYTES_PER_PIXEL = 1L << 14;

    private final ExportedModule module;
    private final int scale;
    private final float range;
    private final FramePadding padding;
    private final long bytesPerPixel;

    private ExportedRegression(ExportedModule module, int scale, JsonNode config, FramePadding padding) {
        this.module = module;
        this.scale = scale;
        this.range = (float) range(config);
        this.padding = padding;
        this.bytesPerPixel = config.path("bytes_per_pixel").asLong(BYTES_PER_PIXEL);
    }

    /**
     * Loads a module and runs it on a small image.
     *
     * @param weights of the bundle
     * @param config as above
     * @throws io.acuity.checkpoints.CorruptCheckpointException naming the signature, if the module has another
     * @throws IllegalArgumentException if the configuration is impossible
     */
    public static ExportedRegression load(Map<String, Tensor> weights, JsonNode config, int scale) {
        FramePadding padding = new FramePadding(
                config.path("multiple").asInt(1), config.path("least_side").asInt(LEAST_SIDE));
        ExportedModule module = ExportedModule.load(weights, ModuleSignature.regression(scale, range(config)));
        try {
            ExportedRegression network = new ExportedRegression(module, scale, config, padding);
            network.check();
            return network;
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    private static double range(JsonNode config) {
        double range = config.path("range").asDouble(1);
        if (!(range > 0 && Double.isFinite(range))) {
            throw new IllegalArgumentException(
                    "its network's values range from 0 to " + range + "; 1 or 255 are usual.");
        }
        return range;
    }

    /** Sides that differ: a module that exchanges them is found out. */
    private void check() {
        int height = padding.padded(1);
        int width = padding.padded(height + 1);
        FloatImage image = FloatImage.zeros(3, height, width);
        module.check(
                scope -> List.of(ExportedModule.image(scope, image, inRange(image))),
                FloatImage.zeros(3, scale * height, scale * width));
    }

    @Override
    public int scale() {
        return scale;
    }

    @Override
    public FramePadding padding() {
        return padding;
    }

    @Override
    public FloatImage enlarge(FloatImage lowRes) {
        FloatImage result = module.run(
                scope -> List.of(ExportedModule.image(scope, lowRes, inRange(lowRes))),
                lowRes.width(),
                lowRes.height());
        for (int i = 0; i < result.values().length; i++) {
            result.values()[i] = result.values()[i] * (2 / range) - 1;
        }
        return result;
    }

    private float[] inRange(FloatImage image) {
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) * (range / 2);
        }
        return values;
    }

    @Override
    public long bytesPerPixel() {
        return bytesPerPixel;
    }

    @Override
    public void close() {
        module.close();
    }
}
