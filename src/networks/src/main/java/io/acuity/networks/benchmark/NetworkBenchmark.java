package io.acuity.networks.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.networks.Precision;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.program.WeightCast;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.networks.weights.WeightList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times a shipped network: the emitted program in fp32 and, where the processor has it, bf16, the same operations
 * eager, and a stack of bare convolutions as the rate that could be reached. The candidates take turns, so that a
 * machine that slows down slows all of them; medians are compared.
 */
public final class NetworkBenchmark {
    private static final int FLOOR_LAYERS = 8;
    private static final int KERNEL_AREA = 9;

    private final ResidualCnn network;
    private final ModelBundle bundle;
    private final int side;

    /**
     * Prepares the benchmark of a one-step bundle.
     *
     * @param side height and width of the LR image
     */
    public NetworkBenchmark(ModelBundle bundle, int side) {
        ModelDescription.Network shape = bundle.description().network();
        this.network = new ResidualCnn(
                shape.width(),
                shape.blocks(),
                shape.steps(),
                bundle.description().scale());
        this.bundle = bundle;
        this.side = side;
    }

    /**
     * Median times of one call.
     *
     * @param millis by candidate: emittedFp32, eagerFp32, emittedBf16, and the floors convolutionFp32, convolutionBf16
     * @param gigaflops operations of one network call in 10⁹ (multiply and add counted as two)
     * @param floorGigaflops operations of one floor call
     */
    public record Times(Map<String, Double> millis, double gigaflops, double floorGigaflops) {}

    /** Runs {@code rounds} of all candidates in turn. */
    public Times run(int rounds) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray state = manager.randomUniform(-1, 1, new Shape(1, network.channels(), side, side));
            NDArray lowRes = manager.randomUniform(-1, 1, new Shape(1, 3, side, side));
            NDArray features = manager.randomUniform(-1, 1, new Shape(1, network.width(), side, side));
            List<CompiledProgram> programs = new ArrayList<>();
            Map<String, AlternatingRounds.Candidate> candidates = new LinkedHashMap<>();
            for (ScalarType type : types()) {
                String suffix = type == ScalarType.FLOAT32 ? "Fp32" : "Bf16";
                Bound emitted = bind(manager, network.inference(type), type, programs);
                candidates.put("emitted" + suffix, scope -> emitted.run(scope, List.of(state, lowRes)));
                Bound floor = bindFloor(manager, type, programs);
                candidates.put("convolution" + suffix, scope -> floor.run(scope, List.of(features)));
            }
            EagerResidualCnn eager =
                    new EagerResidualCnn(network, masters(manager).arrays());
            candidates.put("eagerFp32", scope -> eager.predict(scope, state, lowRes));
            Map<String, Double> millis = AlternatingRounds.medians(manager, candidates, rounds);
            programs.forEach(CompiledProgram::close);
            return new Times(millis, networkOperations(), floorOperations());
        }
    }

    private static List<ScalarType> types() {
        return Precision.processorHasBf16()
                ? List.of(ScalarType.FLOAT32, ScalarType.BFLOAT16)
                : List.of(ScalarType.FLOAT32);
    }

    private WeightList masters(NDManager manager) {
        return WeightList.of(
                manager,
                network.inference(ScalarType.FLOAT32).parameters(),
                bundle.weights().tensors());
    }

    private Bound bind(NDManager manager, Program program, ScalarType type, List<CompiledProgram> programs) {
        CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu());
        programs.add(compiled);
        return new Bound(compiled, cast(manager, masters(manager), program.parameters(), type));
    }

    private Bound bindFloor(NDManager manager, ScalarType type, List<CompiledProgram> programs) {
        Graph graph = Graph.of(type);
        Value x = graph.channelsLast(graph.toComputeType(graph.input("x")));
        long width = network.width();
        for (int i = 0; i < FLOOR_LAYERS; i++) {
            x = graph.conv2d(x, graph.parameter("w" + i, width, width, 3, 3), graph.parameter("b" + i, width), 1, 1);
        }
        Program program = graph.returns(x);
        CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu());
        programs.add(compiled);
        WeightList weights = WeightList.of(manager, program.parameters(), parameter -> small(parameter));
        return new Bound(compiled, cast(manager, weights, program.parameters(), type));
    }

    private static float[] small(Parameter parameter) {
        float[] values = new float[Math.toIntExact(parameter.size())];
        Arrays.fill(values, 1e-3f);
        return values;
    }

    private static List<NDArray> cast(
            NDManager manager, WeightList weights, List<Parameter> parameters, ScalarType type) {
        try (CompiledProgram cast = CompiledProgram.compile(WeightCast.to(type, parameters), Device.cpu())) {
            return List.copyOf(cast.run(manager, List.of(), weights.arrays()));
        }
    }

    private double networkOperations() {
        long multiplies = network.inference(ScalarType.FLOAT32).parameters().stream()
                .filter(parameter -> parameter.shape().size() == 4)
                .mapToLong(Parameter::size)
                .sum();
        return 2e-9 * multiplies * side * side;
    }

    private double floorOperations() {
        return 2e-9 * FLOOR_LAYERS * KERNEL_AREA * network.width() * network.width() * side * side;
    }

    private record Bound(CompiledProgram program, List<NDArray> weights) {
        Object run(NDManager scope, List<NDArray> inputs) {
            return program.run(scope, inputs, weights);
        }
    }
}
