package io.acuity.networks.sr3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound against its formulas worked out step by step, and what learns from it. */
class VariationalBoundTest {
    private static final GaussianSchedule SCHEDULE = GaussianSchedule.of(BetaCurve.COSINE, 500, 0, 0);

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @ParameterizedTest(name = "step {0}, predicting {1}")
    @CsvSource({"1, NOISE", "250, NOISE", "499, NOISE", "250, CLEAN"})
    void laterStepsAreTheDivergenceOfTwoGaussians(int index, Prediction prediction) {
        // given one value: x, ε, and what a network says
        double x = 0.3;
        double noise = -0.4;
        double predicted = 0.1;
        double share = 0.6;
        double level = SCHEDULE.noiseLevel(index);
        double state = level * x + SCHEDULE.noiseDeviation(index) * noise;
        double estimate = prediction == Prediction.NOISE
                ? (state - SCHEDULE.noiseDeviation(index) * predicted) / level
                : predicted;
        // when
        double target = prediction == Prediction.NOISE ? noise : x;
        double actual = bound(target - predicted, share, x, StepTerms.of(SCHEDULE, prediction, index));
        // then
        double trueMean = SCHEDULE.cleanWeight(index) * x + SCHEDULE.stateWeight(index) * state;
        double mean = SCHEDULE.cleanWeight(index) * estimate + SCHEDULE.stateWeight(index) * state;
        double lowest = Math.log(SCHEDULE.posteriorVariance(index));
        double v = (1 + share) / 2;
        double logVariance = v * Math.log(SCHEDULE.beta(index)) + (1 - v) * lowest;
        double divergence = 0.5
                * (logVariance
                        - lowest
                        - 1
                        + Math.exp(lowest - logVariance)
                        + Math.pow(trueMean - mean, 2) * Math.exp(-logVariance));
        double expected = 0.001 * 500 * divergence / Math.log(2);
        assertThat(actual).isCloseTo(expected, within(1e-6 + 2e-4 * expected));
    }

    @ParameterizedTest(name = "value {0}")
    @CsvSource({"0.3019608, 0.6827", "1, 0.8413", "-1, 0.8413"})
    void theLastStepIsTheLikelihoodOf8BitValues(double value, double probability) {
        // given a perfect mean and a deviation of half an 8-bit step
        double deviation = 1.0 / 255;
        float[] terms = StepTerms.of(SCHEDULE, Prediction.NOISE, 0);
        double share = 2
                        * (2 * Math.log(deviation) - terms[StepTerms.LOWEST_LOG])
                        / (terms[StepTerms.HIGHEST_LOG] - terms[StepTerms.LOWEST_LOG])
                - 1;
        // when
        double actual = bound(0, share, value, terms);
        // then the mass within one deviation; beyond the ends all of that side
        assertThat(actual / terms[StepTerms.FACTOR]).isCloseTo(-Math.log(probability), within(1e-3));
    }

    @Test
    void theMeanDoesNotLearnFromTheBoundAndTheVarianceFromNothingElse() {
        // given a network with learned variance and one without, of the same weights
        Sr3UNet plain = Sr3UNet.rgb(8, List.of(1, 2), 1, List.of(), 8);
        Sr3UNet learned = plain.with(new Sr3Options(1, null, false, true));
        float[] simple = gradient(plain, ErrorNorm.L2);
        float[] hybrid = gradient(learned, ErrorNorm.L2);
        // then the last layer: three channels of the mean, three of the variance
        assertThat(hybrid).hasSize(2 * simple.length);
        assertThat(java.util.Arrays.copyOf(hybrid, simple.length))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(simple);
        float largest = 0;
        for (int i = simple.length; i < hybrid.length; i++) {
            largest = Math.max(largest, Math.abs(hybrid[i]));
        }
        assertThat(largest).isGreaterThan(1e-6f);
    }

    @Test
    void normsDiffer() {
        Sr3UNet plain = Sr3UNet.rgb(8, List.of(1, 2), 1, List.of(), 8);
        assertThat(gradient(plain, ErrorNorm.L1)).isNotEqualTo(gradient(plain, ErrorNorm.L2));
    }

    private double bound(double error, double share, double image, float[] terms) {
        Graph graph = Graph.of(ScalarType.FLOAT32);
        VariationalBound.Operands operands = new VariationalBound.Operands(
                graph.input("error"), graph.input("share"), graph.input("image"), graph.input("steps"));
        Program program =
                graph.returns(graph.add(new VariationalBound(graph).mean(operands), graph.parameter("zero", 1)));
        try (CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu())) {
            Shape one = new Shape(1, 1, 1, 1);
            return compiled.run(
                            manager,
                            List.of(
                                    manager.create(new float[] {(float) error}, one),
                                    manager.create(new float[] {(float) share}, one),
                                    manager.create(new float[] {(float) image}, one),
                                    manager.create(terms, new Shape(1, StepTerms.COUNT, 1, 1))),
                            List.of(manager.zeros(new Shape(1))))
                    .singletonOrThrow()
                    .getFloat();
        }
    }

    /** Of the weights of the last convolution. */
    private float[] gradient(Sr3UNet network, ErrorNorm norm) {
        Program program = network.training(ScalarType.FLOAT32, norm);
        WeightList weights = WeightList.of(manager, program.parameters(), VariationalBoundTest::values);
        weights.arrays().forEach(array -> array.setRequiresGradient(true));
        List<NDArray> inputs = new java.util.ArrayList<>(List.of(
                wave(2, 6, 1),
                manager.create(new float[] {0.9f, 0.5f}, new Shape(2, 1)),
                wave(2, 3, 2),
                manager.ones(new Shape(2, 1, 8, 8))));
        if (network.options().learnedVariance()) {
            float[] terms = new float[2 * StepTerms.COUNT];
            System.arraycopy(StepTerms.of(SCHEDULE, Prediction.NOISE, 0), 0, terms, 0, StepTerms.COUNT);
            System.arraycopy(StepTerms.of(SCHEDULE, Prediction.NOISE, 200), 0, terms, StepTerms.COUNT, StepTerms.COUNT);
            inputs.add(wave(2, 3, 3));
            inputs.add(manager.create(terms, new Shape(2, StepTerms.COUNT, 1, 1)));
        }
        try (CompiledProgram compiled = CompiledProgram.compile(program, Device.cpu());
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(
                    compiled.runForGradients(manager, inputs, weights.arrays()).singletonOrThrow());
        }
        return weights.arrays()
                .get(weights.names().indexOf("final_conv.block.3.weight"))
                .getGradient()
                .toFloatArray();
    }

    /** The same for the first channels of a convolution whatever their number. */
    private static float[] values(Parameter parameter) {
        boolean norm = parameter.shape().size() == 1 && parameter.name().endsWith("weight");
        float[] values = new float[Math.toIntExact(parameter.size())];
        for (int i = 0; i < values.length; i++) {
            double wave = 0.1 * Math.sin(0.731 * i + 0.193 * parameter.name().hashCode());
            values[i] = (float) (norm ? 1 + wave : wave);
        }
        return values;
    }

    private NDArray wave(int count, int channels, int seed) {
        float[] values = new float[count * channels * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.37 * i + 1.3 * seed);
        }
        return manager.create(values, new Shape(count, channels, 8, 8));
    }
}
