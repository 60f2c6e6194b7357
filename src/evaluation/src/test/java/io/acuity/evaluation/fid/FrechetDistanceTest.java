package io.acuity.evaluation.fid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    private static final double CLOSE = 1e-6;

    @Test
    void setsOfFeaturesHaveTheDistanceOfTheClosedForm() {
        // given: vectors at ±length on each axis around a mean, whose moments are known exactly
        double[] meanA = {1, -2, 0.5, 0, 3};
        double[] meanB = {0.25, -2, 1.5, 1, 3};
        double[] lengthsA = {1, 0.5, 2, 0.25, 0};
        double[] lengthsB = {2, 0.5, 0.75, 0, 1};

        // when
        double distance = FrechetDistance.between(
                FeatureGaussian.of(vectors(meanA, lengthsA)), FeatureGaussian.of(vectors(meanB, lengthsB)));

        // then: each axis has the variance 2·length² / (2·5 − 1)
        double expected = 0;
        for (int i = 0; i < meanA.length; i++) {
            expected += square(meanA[i] - meanB[i]) + square(lengthsA[i] - lengthsB[i]) * 2 / 9;
        }
        assertThat(distance).isCloseTo(expected, within(CLOSE));
    }

    @Test
    void knownGaussiansThatShareAxesHaveTheDistanceOfTheClosedForm() {
        int size = 40;
        Random random = new Random(2);
        double[][] axes = axes(size, random);
        double[] variancesA = variances(size, random);
        double[] variancesB = variances(size, random);
        variancesA[3] = 0;
        variancesB[3] = 0;
        variancesB[7] = 0;
        double[] meanA = random.doubles(size, -2, 2).toArray();
        double[] meanB = random.doubles(size, -2, 2).toArray();
        double expected = 0;
        for (int i = 0; i < size; i++) {
            expected += square(meanA[i] - meanB[i]) + square(Math.sqrt(variancesA[i]) - Math.sqrt(variancesB[i]));
        }
        assertThat(FrechetDistance.between(
                        FeatureGaussian.of(meanA, covariance(variancesA, axes)),
                        FeatureGaussian.of(meanB, covariance(variancesB, axes))))
                .isCloseTo(expected, within(CLOSE));
    }

    @Test
    void covariancesThatDoNotCommuteHaveTheDistanceOfTheTwoByTwoForm() {
        // given: in two dimensions tr (AB)^½ = (tr AB + 2 (det AB)^½)^½
        RealMatrix a = MatrixUtils.createRealMatrix(new double[][] {{2, 0.7}, {0.7, 0.5}});
        RealMatrix b = MatrixUtils.createRealMatrix(new double[][] {{0.3, -0.2}, {-0.2, 1.9}});
        double detA = 2 * 0.5 - 0.49;
        double detB = 0.3 * 1.9 - 0.04;
        double trace = Math.sqrt(a.multiply(b).getTrace() + 2 * Math.sqrt(detA * detB));
        // then
        assertThat(FrechetDistance.between(
                        FeatureGaussian.of(new double[] {1, 2}, a), FeatureGaussian.of(new double[] {0, 4}, b)))
                .isCloseTo(5 + a.getTrace() + b.getTrace() - 2 * trace, within(CLOSE));
    }

    @Test
    void fewerVectorsThanFeaturesGiveWhatTheirSingularCovarianceGives() {
        // given
        List<float[]> few = random(5, 16, 3);
        List<float[]> other = random(7, 16, 4);
        // then
        double expected = FrechetDistance.between(byCovariance(few), byCovariance(other));
        assertThat(FrechetDistance.between(FeatureGaussian.of(few), FeatureGaussian.of(other)))
                .isCloseTo(expected, within(CLOSE));
        assertThat(FeatureGaussian.of(few).factor().getColumnDimension()).isEqualTo(5);
        // and more vectors than features the other way round
        List<float[]> many = random(50, 16, 5);
        assertThat(FrechetDistance.between(FeatureGaussian.of(many), FeatureGaussian.of(few)))
                .isCloseTo(FrechetDistance.between(byCovariance(few), byCovariance(many)), within(CLOSE));
    }

    @Test
    void equalSetsAreAtZero() {
        for (int count : new int[] {2, 9, 100}) {
            List<float[]> set = random(count, 32, count);
            assertThat(FrechetDistance.between(FeatureGaussian.of(set), FeatureGaussian.of(List.copyOf(set))))
                    .isCloseTo(0, within(CLOSE));
        }
    }

    @Test
    void refusesWhatHasNoCovariance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureGaussian.of(List.of(new float[4])))
                .withMessageContaining("at least two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureGaussian.of(List.of(new float[4], new float[5])))
                .withMessageContaining("4 and 5");
    }

    /** The same set by way of its whole covariance matrix. */
    private static FeatureGaussian byCovariance(List<float[]> set) {
        int size = set.get(0).length;
        double[] mean = new double[size];
        set.forEach(vector -> {
            for (int i = 0; i < size; i++) {
                mean[i] += vector[i] / (double) set.size();
            }
        });
        double[][] covariance = new double[size][size];
        for (float[] vector : set) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    covariance[i][j] += (vector[i] - mean[i]) * (vector[j] - mean[j]) / (set.size() - 1);
                }
            }
        }
        return FeatureGaussian.of(mean, MatrixUtils.createRealMatrix(covariance));
    }

    private static List<float[]> vectors(double[] mean, double[] lengths) {
        List<float[]> vectors = new ArrayList<>();
        for (int axis = 0; axis < mean.length; axis++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                float[] vector = new float[mean.length];
                for (int i = 0; i < mean.length; i++) {
                    vector[i] = (float) (mean[i] + (i == axis ? sign * lengths[axis] : 0));
                }
                vectors.add(vector);
            }
        }
        return vectors;
    }

    private static RealMatrix covariance(double[] variances, double[][] axes) {
        RealMatrix turned = MatrixUtils.createRealMatrix(axes);
        return turned.transposeMultiply(MatrixUtils.createRealDiagonalMatrix(variances))
                .multiply(turned);
    }

    private static double[][] axes(int size, Random random) {
        double[][] matrix = new double[size][size];
        for (double[] row : matrix) {
            for (int i = 0; i < size; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return new QRDecomposition(MatrixUtils.createRealMatrix(matrix)).getQ().getData();
    }

    private static double[] variances(int size, Random random) {
        return random.doubles(size, 0.01, 4).toArray();
    }

    private static List<float[]> random(int count, int size, long seed) {
        Random random = new Random(seed);
        List<float[]> vectors = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            float[] vector = new float[size];
            for (int i = 0; i < size; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static double square(double value) {
        return value * value;
    }
}
