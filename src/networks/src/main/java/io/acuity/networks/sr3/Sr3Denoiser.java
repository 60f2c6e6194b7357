package io.acuity.networks.sr3;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.frame.ScheduledNetwork;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An {@link Sr3UNet} on a device, with the schedule that says what the network is told at each step. Frames are whole:
 * the LR image is given upsampled, in the size of the state. Owned by the device thread.
 */
public final class Sr3Denoiser implements Denoiser, ScheduledNetwork {
    /** More than any image is wide: every pixel depends on all others. */
    private static final int WHOLE_FRAME = 1 << 24;

    private final Sr3UNet network;
    private final GaussianSchedule schedule;
    private final WeightedProgram program;
    /** Off-heap memory that the engine reads in place, kept from call to call. */
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);

    private Sr3Denoiser(Sr3UNet network, GaussianSchedule schedule, WeightedProgram program) {
        this.network = network;
        this.schedule = schedule;
        this.program = program;
    }

    /**
     * Compiles the program for {@code type} and puts the weights on the CPU, cast once.
     *
     * @param checkpoint tensors by the names of the network, without prefix; the constants that files of the variant told
     *     the step carry are left aside
     * @param schedule the steps that will be sampled: all trained ones, or a spaced schedule
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static Sr3Denoiser load(
            Sr3UNet network, Map<String, Tensor> checkpoint, GaussianSchedule schedule, ScalarType type) {
        Map<String, Tensor> learned = new HashMap<>(checkpoint);
        learned.keySet().removeIf(Sr3UNet::isConstant);
        return new Sr3Denoiser(
                network, schedule, WeightedProgram.load(network.inference(type), learned, type, Device.cpu()));
    }

    @Override
    public Sr3Denoiser on(GaussianSchedule other) {
        return new Sr3Denoiser(network, other, program);
    }

    @Override
    public int channels() {
        return network.outChannels();
    }

    /** Larger than any frame: group norm and attention look at all of it. */
    @Override
    public int radius() {
        return WHOLE_FRAME;
    }

    /** Arrays alive in this denoiser outside of calls: its weights. A number that grows from call to call is a leak. */
    public int liveArrays() {
        return program.liveArrays();
    }

    /** {@inheritDoc} The LR image of the batch has the size of the state. */
    @Override
    public void predict(TileBatch batch, FloatBuffer prediction) {
        float[] levels = new float[batch.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(batch.steps()[i]);
        }
        float[] result = run(
                joined(batch.lowRes(), batch.state(), batch.size()),
                levels,
                new Shape(batch.size(), network.inChannels(), batch.height(), batch.width()));
        // What a network says of its variance is nothing that tiles can use.
        prediction
                .duplicate()
                .put(parts(result, batch.size()), 0, batch.size() * batch.height() * batch.width() * channels());
    }

    /** {@inheritDoc} Nothing is worked out: the network sees the upsampled image beside the state. */
    @Override
    public ConditionedNetwork condition(FrameGuide guide) {
        FloatImage y = guide.upsampled();
        GaussianSampler.Predictor predictor = predictor(y.values(), y.height(), y.width());
        return (state, index) -> new FloatImage(
                network.predictedChannels(), state.height(), state.width(), predictor.predict(state.values(), index));
    }

    /** Whether predictions have the variance of the reverse step behind them. */
    public boolean learnsVariance() {
        return network.options().learnedVariance();
    }

    /** What the sides of a frame are multiples of. */
    public int multiple() {
        return network.multiple();
    }

    /**
     * The network as samplers on plain arrays take it: a learned variance of all frames follows the predictions of all.
     *
     * @param upsampled y, {@code [N, C, height, width]} in [-1, 1]
     */
    public GaussianSampler.Predictor predictor(float[] upsampled, int height, int width) {
        int conditionChannels = network.inChannels() - network.outChannels();
        int frames = upsampled.length / (conditionChannels * height * width);
        Shape shape = new Shape(frames, network.inChannels(), height, width);
        return (state, index) -> {
            float[] levels = new float[frames];
            Arrays.fill(levels, level(index));
            float[] result = run(joined(FloatBuffer.wrap(upsampled), FloatBuffer.wrap(state), frames), levels, shape);
            return parts(result, frames);
        };
    }

    /**
     * One call of the network as it is.
     *
     * @param x {@code [N, inChannels, height, width]}: of each frame the upsampled image, then the state
     * @param levels what the network is told of each frame
     * @return the prediction {@code [N, predictedChannels, height, width]}
     */
    public float[] predict(float[] x, float[] levels, int height, int width) {
        Shape shape = new Shape(levels.length, network.inChannels(), height, width);
        return run(joined(FloatBuffer.wrap(x), FloatBuffer.allocate(0), 1), levels, shape);
    }

    /** With a learned variance, what a network says of each frame in turn as the predictions of all, then the rest of all. */
    private float[] parts(float[] result, int frames) {
        if (!network.options().learnedVariance() || frames == 1) {
            return result;
        }
        float[] sorted = new float[result.length];
        int part = result.length / (2 * frames);
        for (int n = 0; n < frames; n++) {
            System.arraycopy(result, 2 * n * part, sorted, n * part, part);
            System.arraycopy(result, (2 * n + 1) * part, sorted, (frames + n) * part, part);
        }
        return sorted;
    }

    /** What the network is told at a step of the schedule. */
    private float level(int index) {
        return switch (network.conditioning()) {
            case NOISE_LEVEL -> (float) schedule.noiseLevel(index);
            case STEP -> schedule.original(index);
        };
    }

    private float[] run(ByteBuffer x, float[] levels, Shape shape) {
        int multiple = network.multiple();
        if (shape.get(2) % multiple != 0 || shape.get(3) % multiple != 0) {
            throw new IllegalArgumentException("This SR3 U-Net takes frames whose sides are multiples of " + multiple
                    + ", not " + shape.get(3) + "×" + shape.get(2) + "; pad the image.");
        }
        return program.run(scope -> inputs(scope, x, levels, shape), NDArray::toFloatArray);
    }

    private static List<NDArray> inputs(NDManager scope, ByteBuffer x, float[] levels, Shape shape) {
        return List.of(scope.create(x, shape, DataType.FLOAT32), scope.create(levels, new Shape(levels.length, 1)));
    }

    /** For each frame the first part, then the second. */
    private ByteBuffer joined(FloatBuffer upsampled, FloatBuffer state, int frames) {
        int bytes = Math.multiplyExact(upsampled.remaining() + state.remaining(), Float.BYTES);
        if (staging.capacity() < bytes) {
            staging = ByteBuffer.allocateDirect(bytes);
        }
        ByteBuffer view = staging.duplicate().limit(bytes).order(ByteOrder.nativeOrder());
        FloatBuffer to = view.asFloatBuffer();
        int first = upsampled.remaining() / frames;
        int second = state.remaining() / frames;
        for (int n = 0; n < frames; n++) {
            to.put(upsampled.slice(n * first, first)).put(state.slice(n * second, second));
        }
        return view;
    }

    /** {@inheritDoc} At full size the way up holds about 25 maps of the inner width. */
    @Override
    public long bytesPerPixel() {
        return 25L * Float.BYTES * network.innerChannels();
    }

    @Override
    public void close() {
        program.close();
    }
}
