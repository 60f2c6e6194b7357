package io.acuity.networks.inception;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightedProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The 2048 features FID is measured on, on the CPU. Owned by the device thread. */
public final class InceptionFeatures implements AutoCloseable {
    /** The name its weights are published under. */
    public static final String FILE = "pt_inception-2015-12-05-6726825d.pth";
    /** Classifier and counters of batches; the network has 1008 classes, of which FID uses none. */
    private static final Pattern LEFT_OUT = Pattern.compile("(fc|AuxLogits)\\..*|.*\\.num_batches_tracked");

    private final WeightedProgram program;

    private InceptionFeatures(WeightedProgram program) {
        this.program = program;
    }

    /**
     * The program: input {@code image [1, 3, H, W]} in [0, 1], brought to 299×299 as pytorch-fid does it; result
     * {@code [1, 2048]}.
     */
    public static Program program() {
        return new InceptionProgram().program();
    }

    /** What a checkpoint of the network holds, its classifier left out. */
    public static List<Parameter> parameters() {
        return program().parameters();
    }

    /**
     * Compiles the program and makes arrays of the weights.
     *
     * @param checkpoint the tensors of the published file; those of the classifier are left out
     * @throws CorruptCheckpointException counting missing, unexpected and mis-shaped tensors and naming the first of each
     */
    public static InceptionFeatures load(Map<String, Tensor> checkpoint) {
        Map<String, Tensor> weights = new LinkedHashMap<>(checkpoint);
        weights.keySet().removeIf(name -> LEFT_OUT.matcher(name).matches());
        return new InceptionFeatures(WeightedProgram.load(program(), weights, ScalarType.FLOAT32, Device.cpu()));
    }

    /** The features of a colour image {@code [3, H, W]} in [0, 1]. */
    public float[] of(FloatImage image) {
        return program.run(scope -> List.of(WeightedProgram.image(scope, image)), NDArray::toFloatArray);
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
