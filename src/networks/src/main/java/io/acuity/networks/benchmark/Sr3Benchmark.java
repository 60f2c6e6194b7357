package io.acuity.networks.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.acuity.networks.Precision;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.program.WeightCast;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times one forward pass of an {@link Sr3UNet} with random weights: the emitted program in fp32 and, where the processor
 * has it, bf16, beside the same network of eager operations in fp32. All candidates take turns in one run.
 */
public final class Sr3Benchmark {
    private final Sr3UNet network;
    private final int side;

    /**
     * Prepares the benchmark.
     *
     * @param side height and width of the frames, a multiple of {@link Sr3UNet#multiple}
     */
    public Sr3Benchmark(Sr3UNet network, int side) {
        this.network = network;
        this.side = side;
    }

    /**
     * Median times of one call.
     *
     * @param batch frames per call
     * @param millis by candidate: eagerFp32, emittedFp32 and, where the processor has it, emittedBf16
     */
    public record Times(int batch, Map<String, Double> millis) {
        /** How long {@code candidate} takes over the eager network; NaN where it was not run. */
        public double toEager(String candidate) {
            return millis.getOrDefault(candidate, Double.NaN) / millis.getOrDefault("eagerFp32", Double.NaN);
        }
    }

    /** Runs {@code rounds} of all candidates in turn, for each batch size by itself. */
    public List<Times> run(List<Integer> batches, int rounds) {
        List<CompiledProgram> programs = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            List<Parameter> parameters = network.inference(ScalarType.FLOAT32).parameters();
            List<NDArray> masters =
                    parameters.stream().map(p -> random(manager, p)).toList();
            Map<String, NDArray> byName = new HashMap<>();
            for (int i = 0; i < masters.size(); i++) {
                byName.put(parameters.get(i).name(), masters.get(i));
            }
            EagerSr3UNet eager = new EagerSr3UNet(network, byName);
            Map<String, Bound> emitted = new LinkedHashMap<>();
            emitted.put("emittedFp32", bind(manager, masters, ScalarType.FLOAT32, programs));
            if (Precision.processorHasBf16()) {
                emitted.put("emittedBf16", bind(manager, masters, ScalarType.BFLOAT16, programs));
            }
            return batches.stream()
                    .map(batch -> measure(manager, batch, eager, emitted, rounds))
                    .toList();
        } finally {
            programs.forEach(CompiledProgram::close);
        }
    }

    private Times measure(NDManager manager, int batch, EagerSr3UNet eager, Map<String, Bound> emitted, int rounds) {
        NDArray x = manager.randomUniform(-1, 1, new Shape(batch, network.inChannels(), side, side));
        NDArray level = manager.randomUniform(0.01f, 0.99f, new Shape(batch, 1));
        Map<String, AlternatingRounds.Candidate> candidates = new LinkedHashMap<>();
        candidates.put("eagerFp32", scope -> eager.predict(scope, x, level));
        emitted.forEach((name, bound) ->
                candidates.put(name, scope -> bound.program.run(scope, List.of(x, level), bound.weights)));
        Times times = new Times(batch, AlternatingRounds.medians(manager, candidates, rounds));
        x.close();
        level.close();
        return times;
    }

    private Bound bind(NDManager manager, List<NDArray> masters, ScalarType type, List<CompiledProgram> programs) {
        Program program = network.inference(type);
        CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu());
        programs.add(compiled);
        try (CompiledProgram cast = CompiledProgram.compile(WeightCast.to(type, program.parameters()), Device.cpu())) {
            return new Bound(compiled, List.copyOf(cast.run(manager, List.of(), masters)));
        }
    }

    /** Weights that keep the size of what they are applied to; norms near the identity. */
    private static NDArray random(NDManager manager, Parameter parameter) {
        Shape shape =
                new Shape(parameter.shape().stream().mapToLong(Long::longValue).toArray());
        if (shape.dimension() == 1) {
            return parameter.name().endsWith("weight") ? manager.ones(shape) : manager.zeros(shape);
        }
        return manager.randomNormal(
                0f,
                (float) Math.sqrt((double) shape.get(0) / shape.size()),
                shape,
                ai.djl.ndarray.types.DataType.FLOAT32);
    }

    private record Bound(CompiledProgram program, List<NDArray> weights) {}
}
