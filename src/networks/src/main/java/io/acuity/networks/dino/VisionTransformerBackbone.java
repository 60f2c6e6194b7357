package io.acuity.networks.dino;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.acuity.attention.learned.SaliencyBackbone;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.weights.WeightFit;
import io.acuity.networks.weights.WeightedProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A {@link VisionTransformer} on the CPU, whose maps are the attention of its class token in the last block. Owned by
 * the device thread; each call's tensors live in a scope of their own that ends with the call.
 */
public final class VisionTransformerBackbone implements SaliencyBackbone {
    private final String name;
    private final VisionTransformer network;
    private final WeightedProgram program;
    private final PositionEmbedding positions;

    private VisionTransformerBackbone(
            String name, VisionTransformer network, WeightedProgram program, PositionEmbedding positions) {
        this.name = name;
        this.network = network;
        this.program = program;
        this.positions = positions;
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param name by which requests ask for it
     * @param checkpoint the tensors of {@link VisionTransformer#parameters}, nothing beside them
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static VisionTransformerBackbone load(
            String name, VisionTransformer network, Map<String, Tensor> checkpoint) {
        WeightFit.of(network.parameters(), checkpoint).require();
        Map<String, Tensor> weights = new LinkedHashMap<>(checkpoint);
        Tensor positions = Objects.requireNonNull(weights.remove(VisionTransformer.POSITIONS));
        return new VisionTransformerBackbone(
                name,
                network,
                WeightedProgram.load(network.program(), weights, ScalarType.FLOAT32, Device.cpu()),
                new PositionEmbedding(network.grid(), network.width(), positions.floats()));
    }

    /**
     * Runs the network.
     *
     * @param images {@code [N, 3, H, W]}, normalised; sides of whole patches are looked at, what is left over is not
     */
    public ClassAttention attend(float[] images, int count, int height, int width) {
        float[] places = positions.forImage(height, width, network.patch());
        return program.runAll(
                scope -> List.of(
                        scope.create(images, new Shape(count, 3, height, width)),
                        scope.create(places, new Shape(1, places.length / network.width(), network.width()))),
                VisionTransformerBackbone::read);
    }

    private static ClassAttention read(NDList results) {
        NDArray maps = results.get(0);
        Shape shape = maps.getShape();
        return new ClassAttention(
                (int) shape.get(1),
                (int) shape.get(2),
                (int) shape.get(3),
                maps.toFloatArray(),
                results.get(1).toFloatArray());
    }

    @Override
    public FloatImage maps(FloatImage image) {
        ClassAttention attention = attend(image.values(), 1, image.height(), image.width());
        return new FloatImage(attention.heads(), attention.rows(), attention.columns(), attention.maps());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int heads() {
        return network.heads();
    }

    @Override
    public int inputMultiple() {
        return network.patch();
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
