package io.acuity.networks.guided;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.frame.ConditionedNetwork;
import io.acuity.diffusion.frame.FrameGuide;
import io.acuity.diffusion.frame.ScheduledNetwork;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.KeptArrays;
import io.acuity.networks.weights.WeightFit;
import io.acuity.networks.weights.WeightedProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@link GuidedNetwork} on a device, with the schedule that says what it is told at each step. What it makes of an image
 * stays on the device until the image's chain ends. Owned by the device thread.
 */
public final class GuidedDenoiser implements ScheduledNetwork {
    private final GuidedNetwork network;
    private final GaussianSchedule schedule;
    private final WeightedProgram conditioning;
    private final WeightedProgram denoising;

    private GuidedDenoiser(
            GuidedNetwork network, GaussianSchedule schedule, WeightedProgram conditioning, WeightedProgram denoising) {
        this.network = network;
        this.schedule = schedule;
        this.conditioning = conditioning;
        this.denoising = denoising;
    }

    /**
     * Compiles both programs for {@code type} and puts the weights on the CPU, cast once.
     *
     * @param checkpoint exactly the weights of the network
     * @param schedule the steps that will be sampled
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the checkpoint does not fit
     */
    public static GuidedDenoiser load(
            GuidedNetwork network, Map<String, Tensor> checkpoint, GaussianSchedule schedule, ScalarType type) {
        WeightFit.of(network.parameters(), checkpoint).require();
        WeightedProgram conditioning =
                WeightedProgram.loadPart(network.conditioning(type), checkpoint, type, Device.cpu());
        try {
            return new GuidedDenoiser(
                    network,
                    schedule,
                    conditioning,
                    WeightedProgram.loadPart(network.denoising(type), checkpoint, type, Device.cpu()));
        } catch (RuntimeException e) {
            conditioning.close();
            throw e;
        }
    }

    @Override
    public GuidedDenoiser on(GaussianSchedule other) {
        return new GuidedDenoiser(network, other, conditioning, denoising);
    }

    @Override
    public ConditionedNetwork condition(FrameGuide guide) {
        return condition(guide, network.factor(guide.scale()));
    }

    /** As {@link #condition(FrameGuide)}, with the network told another magnification than the image is given. */
    public ConditionedNetwork condition(FrameGuide guide, float factor) {
        return new Guided(conditioning.keep(scope -> List.of(
                WeightedProgram.image(scope, guide.lowRes()),
                WeightedProgram.image(scope, guide.upsampled()),
                scope.create(new float[] {factor}))));
    }

    @Override
    public boolean isContinuous() {
        return network.isContinuous();
    }

    /** How often images were looked at, by all that share these weights. */
    public long conditionings() {
        return conditioning.runs();
    }

    /** Arrays alive outside of calls and of conditions: the weights. A number that grows from job to job is a leak. */
    public int liveArrays() {
        return conditioning.liveArrays() + denoising.liveArrays();
    }

    @Override
    public long bytesPerPixel() {
        return network.bytesPerPixel();
    }

    @Override
    public void close() {
        conditioning.close();
        denoising.close();
    }

    /** The network with what it made of one image. */
    private final class Guided implements ConditionedNetwork {
        private final KeptArrays condition;

        Guided(KeptArrays condition) {
            this.condition = condition;
        }

        @Override
        public FloatImage predict(FloatImage state, int index) {
            float level = network.level(schedule, index);
            return denoising.run(scope -> inputs(scope, state, level));
        }

        private List<NDArray> inputs(NDManager scope, FloatImage state, float level) {
            List<NDArray> inputs = new ArrayList<>();
            inputs.add(WeightedProgram.image(scope, state));
            inputs.add(scope.create(new float[] {level}, new Shape(1, 1)));
            inputs.addAll(condition.arrays());
            return inputs;
        }

        @Override
        public void close() {
            condition.close();
        }
    }
}
