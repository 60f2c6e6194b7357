package io.acuity.networks.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.attribution.AttributedLayers.Rule;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.graph.Window;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightedProgram;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A toy network of every kind of layer: what arrives at its image is the derivative, and the whole attribution. */
class GradientTest {
    private static final int CLASSES = 5;
    private static final int EXPLAINED = 3;
    private static final int CHANNELS = 6;
    private static final Shape IMAGE = new Shape(1, 2, 9, 8);
    private static final float NUDGE = 4e-3f;

    private static WeightedProgram network;

    private final float[] image = RandomTensors.image(2, 9, 8, 5).values();

    @BeforeAll
    static void load() {
        Program program = program();
        network = WeightedProgram.load(
                program, RandomTensors.of(program.parameters(), 11), ScalarType.FLOAT32, Device.cpu());
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @Test
    void gradientsAreThoseThatFiniteDifferencesShow() {
        // given
        Results results = run(image);
        Integer[] ranked = ranked(results.outputs);
        int size = image.length;

        for (int sample = 0; sample < EXPLAINED; sample++) {
            int explained = ranked[sample];
            double[] differences = IntStream.range(0, size)
                    .mapToDouble(pixel -> slope(explained, pixel))
                    .toArray();
            double most = Arrays.stream(differences).map(Math::abs).max().orElseThrow();

            // then, but where a step crosses a kink of relu or of the largest of a window
            int from = sample * size;
            long away = IntStream.range(0, size)
                    .filter(i -> Math.abs(results.gradients[from + i] - differences[i]) > 0.02 * most)
                    .count();
            assertThat(away).isLessThan(size / 20);
        }
    }

    @Test
    void theWholeAttributionOfTheStrongestOutputsArrives() {
        // when
        Results results = run(image);

        // then the layers between keep the sum of X ⊙ G at the features
        int size = image.length;
        for (int sample = 0; sample < EXPLAINED; sample++) {
            double sum = sum(results.attributions, sample * size, size);
            double began = sum(results.starts, sample * CHANNELS, CHANNELS);
            assertThat(sum).isCloseTo(began, within(1e-4 * Math.abs(began) + 1e-7));
        }
    }

    @Test
    void outputsThatAreAllAlikeGiveNoSignal() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value features = graph.parameter("features", 1, 4);
        Signal start = new AttributedLayers(graph).strongest(features, features, 4, 2, null);
        Program program = graph.returnsList(List.of(start.attribution(), start.gradient()));

        // when
        Tensor two = Tensor.ofFloats("features", List.of(1L, 4L), new float[] {2, 2, 2, 2});
        try (WeightedProgram alike =
                WeightedProgram.load(program, Map.of("features", two), ScalarType.FLOAT32, Device.cpu())) {
            float[] signal =
                    alike.runAll(scope -> List.of(), results -> results.get(0).toFloatArray());

            // then
            assertThat(signal).containsOnly(0f);
        }
    }

    private double slope(int explained, int pixel) {
        float[] up = image.clone();
        float[] down = image.clone();
        up[pixel] += NUDGE;
        down[pixel] -= NUDGE;
        return (probability(run(up).outputs, explained) - probability(run(down).outputs, explained))
                / (up[pixel] - down[pixel]);
    }

    /** p_c of the paper's initial attribution. */
    private static double probability(float[] outputs, int explained) {
        double own = outputs[explained];
        double sigma = IntStream.range(0, outputs.length)
                .mapToDouble(k -> Math.abs(outputs[k] - own))
                .max()
                .orElseThrow();
        double[] weights = IntStream.range(0, outputs.length)
                .mapToDouble(k -> {
                    double relative = (outputs[k] - own) / sigma;
                    return Math.exp(own * Math.exp(-0.5 * relative * relative));
                })
                .toArray();
        return weights[explained] / Arrays.stream(weights).sum();
    }

    private static Integer[] ranked(float[] outputs) {
        return IntStream.range(0, outputs.length)
                .boxed()
                .sorted(Comparator.comparing(k -> -outputs[k]))
                .toArray(Integer[]::new);
    }

    private static double sum(float[] values, int from, int count) {
        return IntStream.range(from, from + count).mapToDouble(i -> values[i]).sum();
    }

    private record Results(float[] outputs, float[] attributions, float[] gradients, float[] starts) {}

    private static Results run(float[] image) {
        return network.runAll(
                scope -> List.of(scope.create(image, IMAGE)),
                results -> new Results(
                        results.get(0).toFloatArray(),
                        results.get(1).toFloatArray(),
                        results.get(2).toFloatArray(),
                        results.get(3).toFloatArray()));
    }

    private static Program program() {
        Graph graph = Graph.of(ScalarType.FLOAT32);
        AttributedLayers layers = new AttributedLayers(graph);
        Value image = graph.input("image");
        Pass features = Pass.from(image)
                .then(conv(graph, layers, "conv1", 2, Rule.GUIDED))
                .then(x -> layers.batchNorm(
                        x,
                        List.of(graph.parameter("bn.weight", CHANNELS), graph.parameter("bn.bias", CHANNELS)),
                        new Graph.Moments(
                                graph.parameter("bn.mean", CHANNELS), graph.parameter("var.weight", CHANNELS)),
                        1e-5))
                .then(layers::relu)
                .then(x -> layers.maxPool2d(x, Window.centred(3, 2), EXPLAINED))
                .then(x -> layers.sumOfTwo(
                        x, Pass.from(x).then(conv(graph, layers, "conv2", CHANNELS, Rule.FLAT)), Pass.from(x)))
                .then(layers::relu)
                .then(layers::meanOverPixels);
        Value weight = graph.parameter("probe", CLASSES, CHANNELS);
        Value outputs = graph.linear(graph.scale(features.output(), 10), weight, graph.parameter("bias", CLASSES));
        Value sharper = graph.scale(weight, 10);
        Signal start = layers.strongest(features.output(), outputs, CLASSES, EXPLAINED, sharper);
        Signal end = features.back().apply(start);
        return graph.returnsList(List.of(outputs, end.attribution(), end.gradient(), start.attribution()));
    }

    private static Function<Value, Pass> conv(Graph graph, AttributedLayers layers, String name, int in, Rule rule) {
        return x -> layers.conv2d(x, graph.parameter(name, CHANNELS, in, 3, 3), Window.centred(3, 1), rule);
    }
}
