package io.acuity.networks.exported;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.frame.FrameNetwork;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.ScheduledNetwork;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The network of a chain as a TorchScript module: state, image and step in, prediction out. */
public final class ExportedDenoiser implements FrameNetwork, ScheduledNetwork {
    private final ExportedModule module;
    private final Shape shape;
    /** Null on a residual-shift chain, whose steps have no other number than their own. */
    private final @Nullable GaussianSchedule schedule;

    /**
     * What a module sees.
     *
     * @param channels of state and prediction
     * @param told of a step
     * @param padding what the sides of a state are extended to
     * @param bytesPerPixel of memory that a prediction takes, about
     */
    public record Shape(int channels, Told told, FramePadding padding, long bytesPerPixel) {}

    private ExportedDenoiser(ExportedModule module, Shape shape, @Nullable GaussianSchedule schedule) {
        this.module = module;
        this.shape = shape;
        this.schedule = schedule;
    }

    /**
     * Loads a module and runs it on a small state.
     *
     * @param weights of the bundle
     * @param schedule of a Gaussian chain; null for a residual-shift chain
     * @throws io.acuity.checkpoints.CorruptCheckpointException naming the signature, if the module has another
     */
    public static ExportedDenoiser load(Map<String, Tensor> weights, Shape shape, @Nullable GaussianSchedule schedule) {
        ModuleSignature signature =
                schedule == null ? ModuleSignature.shift(shape.channels) : ModuleSignature.gaussian(shape.told);
        ExportedModule module = ExportedModule.load(weights, signature);
        try {
            ExportedDenoiser network = new ExportedDenoiser(module, shape, schedule);
            network.check();
            return network;
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    private void check() {
        int height = shape.padding.padded(1);
        int width = shape.padding.padded(height + 1);
        FloatImage state = FloatImage.zeros(shape.channels, height, width);
        FloatImage image = FloatImage.zeros(3, height, width);
        module.check(scope -> inputs(scope, state, image, 0), state);
    }

    @Override
    public ExportedDenoiser on(GaussianSchedule other) {
        return new ExportedDenoiser(module, shape, other);
    }

    /** {@inheritDoc} Nothing is worked out: the module sees the upsampled image beside the state. */
    @Override
    public ConditionedNetwork condition(FrameGuide guide) {
        return (state, index) -> predict(state, guide.upsampled(), index);
    }

    @Override
    public FloatImage predict(FloatImage state, FloatImage lowRes, int index) {
        return module.run(scope -> inputs(scope, state, lowRes, index), state.width(), state.height());
    }

    private List<NDArray> inputs(NDManager scope, FloatImage state, FloatImage image, int index) {
        return List.of(
                ExportedModule.image(scope, state, state.values()),
                ExportedModule.image(scope, image, image.values()),
                told(scope, index));
    }

    private NDArray told(NDManager scope, int index) {
        return schedule != null && shape.told == Told.NOISE_LEVEL
                ? scope.create(new float[] {(float) schedule.noiseLevel(index)})
                : scope.create(new long[] {schedule == null ? index : schedule.original(index)});
    }

    @Override
    public long bytesPerPixel() {
        return shape.bytesPerPixel;
    }

    @Override
    public void close() {
        module.close();
    }
}
