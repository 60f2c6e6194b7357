package io.acuity.networks.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.attribution.AttributedLayers.Rule;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Window;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightedProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Emitted rules beside loops, for odd and even sizes, with and without stride; two samples at once. */
class ConvolutionRulesTest {
    private static final int SAMPLES = 2;
    private static final int OUT = 5;
    private static final double SHARE_WITHOUT_ATTRIBUTION = 0.2;

    private final Random random = new Random(20261121);

    @ParameterizedTest(name = "{0}×{1}, side {2}, stride {3}")
    @CsvSource({"8, 8, 3, 1", "7, 10, 3, 2", "8, 5, 3, 2", "6, 9, 1, 2", "5, 6, 1, 1", "11, 14, 7, 2"})
    void flatRuleKeepsTheSumAndGradientsEndAtTheInput(int height, int width, int side, int stride) {
        // given
        Case given = new Case(4, height, width, Window.centred(side, stride));

        // when
        Results results = given.run(Rule.FLAT);

        // then
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] c = given.attribution(sample);
            assertClose(results.attribution(sample), given.rules().flat(c));
            assertClose(results.gradient(sample), given.rules().gradient(given.gradient(sample)));
            assertSameSum(results.attribution(sample), c);
        }
    }

    @ParameterizedTest(name = "{0}×{1}, side {2}, stride {3}")
    @CsvSource({"8, 8, 3, 1", "7, 10, 3, 2", "8, 5, 3, 2"})
    void guidedRuleOnlyMovesWhatTheFlatOneGives(int height, int width, int side, int stride) {
        // given
        Case given = new Case(4, height, width, Window.centred(side, stride));

        // when
        Results guided = given.run(Rule.GUIDED);
        Results flat = given.run(Rule.FLAT);

        // then
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] c = given.attribution(sample);
            assertClose(guided.attribution(sample), given.rules().guided(c, given.gradient(sample)));
            assertSameSum(guided.attribution(sample), flat.attribution(sample));
            assertThat(guided.attribution(sample)).isNotEqualTo(flat.attribution(sample));
            assertThat(guided.gradient(sample)).isEqualTo(flat.gradient(sample));
        }
    }

    @ParameterizedTest(name = "{0}×{1}, side {2}, stride {3}")
    @CsvSource({"8, 8, 3, 1", "11, 14, 7, 2"})
    void firstRuleIsTheOneForPixelsBetweenBounds(int height, int width, int side, int stride) {
        // given
        Case given = new Case(3, height, width, Window.centred(side, stride));

        // when
        Results results = given.run(Rule.FIRST);

        // then
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] c = given.attribution(sample);
            assertClose(results.attribution(sample), given.rules().firstLayer(c));
            assertSameSum(results.attribution(sample), c);
        }
    }

    private static void assertClose(double[] actual, double[] expected) {
        double most = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(actual).containsExactly(expected, within(1e-4 * most));
    }

    private static void assertSameSum(double[] actual, double[] expected) {
        double size = Arrays.stream(expected).map(Math::abs).sum();
        assertThat(Arrays.stream(actual).sum())
                .isCloseTo(Arrays.stream(expected).sum(), within(1e-5 * size));
    }

    /** What a rule made of the two samples. */
    private record Results(float[] attributions, float[] gradients) {
        double[] attribution(int sample) {
            return part(attributions, sample);
        }

        double[] gradient(int sample) {
            return part(gradients, sample);
        }
    }

    private static double[] part(float[] values, int sample) {
        int size = values.length / SAMPLES;
        return IntStream.range(sample * size, (sample + 1) * size)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    /** A convolution with a signal at its output. */
    private final class Case {
        private final PlainConvolution geometry;
        private final float[] x;
        private final float[] weight;
        private final float[] attributions;
        private final float[] gradients;

        Case(int channels, int height, int width, Window window) {
            geometry = new PlainConvolution(channels, OUT, height, width, window);
            x = gaussians(geometry.inputs());
            weight = gaussians(geometry.weights());
            attributions = gaussians(SAMPLES * geometry.outputs());
            gradients = gaussians(SAMPLES * geometry.outputs());
            for (int i = 0; i < attributions.length; i++) {
                attributions[i] *= random.nextDouble() < SHARE_WITHOUT_ATTRIBUTION ? 0 : 1;
            }
        }

        double[] attribution(int sample) {
            return part(attributions, sample);
        }

        double[] gradient(int sample) {
            return part(gradients, sample);
        }

        PlainRules rules() {
            return new PlainRules(geometry, doubles(x), doubles(weight));
        }

        Results run(Rule rule) {
            Window window = geometry.window();
            Shape input = new Shape(1, geometry.in(), geometry.height(), geometry.width());
            Shape output = new Shape(SAMPLES, OUT, geometry.rows(), geometry.columns());
            List<Long> kernel = List.of((long) OUT, (long) geometry.in(), (long) window.side(), (long) window.side());
            try (WeightedProgram program = WeightedProgram.load(
                    program(rule),
                    Map.of("weight", Tensor.ofFloats("weight", kernel, weight)),
                    ScalarType.FLOAT32,
                    Device.cpu())) {
                return program.runAll(
                        scope -> List.of(
                                scope.create(x, input),
                                scope.create(attributions, output),
                                scope.create(gradients, output)),
                        results -> {
                            if (rule != Rule.FIRST) {
                                assertThat(results.get(1).getShape().getShape())
                                        .containsExactly(SAMPLES, geometry.in(), geometry.height(), geometry.width());
                            }
                            return new Results(
                                    results.get(0).toFloatArray(),
                                    results.get(1).toFloatArray());
                        });
            }
        }

        private Program program(Rule rule) {
            Graph graph = Graph.of(ScalarType.FLOAT32);
            var image = graph.input("x");
            Signal signal = new Signal(graph.input("c"), graph.input("g"));
            int side = geometry.window().side();
            var kernel = graph.parameter("weight", OUT, geometry.in(), side, side);
            Pass pass = new AttributedLayers(graph).conv2d(image, kernel, geometry.window(), rule);
            Signal back = pass.back().apply(signal);
            return graph.returnsList(List.of(back.attribution(), back.gradient()));
        }
    }

    private float[] gaussians(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
