package io.acuity.networks.dino;

import ai.djl.Device;
import io.acuity.attention.learned.SaliencyBackbone;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;

/**
 * A {@link ResNet} on the CPU, whose maps are the attribution of its strongest outputs: head i belongs to the i-th
 * largest. Owned by the device thread; each call's tensors live in a scope of their own that ends with the call.
 */
public final class ResNetBackbone implements SaliencyBackbone {
    /** As many as the vision transformers have. */
    private static final int HEADS = 6;

    private final String name;
    private final ResNet network;
    private final WeightedProgram program;

    private ResNetBackbone(String name, ResNet network, WeightedProgram program) {
        this.name = name;
        this.network = network;
        this.program = program;
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param name by which requests ask for it
     * @param checkpoint the tensors of {@link ResNet#parameters}, nothing beside them
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static ResNetBackbone load(String name, ResNet network, Map<String, Tensor> checkpoint) {
        return new ResNetBackbone(
                name,
                network,
                WeightedProgram.load(
                        network.attributions(heads(network)), checkpoint, ScalarType.FLOAT32, Device.cpu()));
    }

    private static int heads(ResNet network) {
        return Math.min(HEADS, network.outputs());
    }

    /** As {@link SaliencyBackbone#maps}; in the size of the image, each map at most 1, below 0 where something speaks against. */
    @Override
    public FloatImage maps(FloatImage image) {
        return program.run(scope -> List.of(WeightedProgram.image(scope, image)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int heads() {
        return heads(network);
    }

    @Override
    public int inputMultiple() {
        return network.totalStride();
    }

    /** Arrays alive outside of calls: the weights. A number that grows from call to call is a leak. */
    public int liveArrays() {
        return program.liveArrays();
    }

    @Override
    public void close() {
        program.close();
    }
}
