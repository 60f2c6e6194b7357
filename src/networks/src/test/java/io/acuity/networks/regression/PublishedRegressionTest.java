package io.acuity.networks.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.published.ImportSettings;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Published weights against an independent float64 evaluation of their networks. Runs where the system property
 * {@value #FOLDER} names a folder with the files; weights of others are not part of the project.
 */
class PublishedRegressionTest {
    static final String FOLDER = "acuity.published.weights";

    private static final int SIDE = 24;
    private static final double TOLERANCE = 1e-3;

    /**
     * A published file and what it gives.
     *
     * @param moments mean, deviation, least and largest value
     * @param pixels at (0, 0, 0), (1, 48, 50) and (2, 95, 95)
     */
    private record Reference(String system, String file, long parameters, double[] moments, double[] pixels) {}

    static Stream<Reference> references() {
        return Stream.of(
                new Reference(
                        "rlfn",
                        "team00_rlfn.pth",
                        317218,
                        new double[] {127.839879, 85.438438, -190.032308, 577.236658},
                        new double[] {-1.846314, 110.827918, 63.281966}),
                new Reference(
                        "rfdn",
                        "RFDN_AIM.pth",
                        433448,
                        new double[] {128.877306, 86.828080, -328.024494, 583.752880},
                        new double[] {0.123500, 130.977831, 87.998423}));
    }

    @ParameterizedTest
    @MethodSource("references")
    void publishedWeightsGiveTheReferenceOutput(Reference reference) {
        // given
        ModelBundle bundle = imported(reference.system, reference.file);
        assertThat(bundle.description().weights().parameters()).isEqualTo(reference.parameters);
        assertThat(bundle.description().scale()).isEqualTo(4);

        // when
        FloatImage result = run(bundle);

        // then
        assertThat(moments(result)).containsExactly(reference.moments, within(TOLERANCE));
        double[] pixels = {level(result.at(0, 0, 0)), level(result.at(1, 48, 50)), level(result.at(2, 95, 95))};
        assertThat(pixels).containsExactly(reference.pixels, within(TOLERANCE));
    }

    private static ModelBundle imported(String system, String file) {
        String folder = System.getProperty(FOLDER, "");
        Path weights = Path.of(folder, file);
        assumeTrue(!folder.isEmpty() && Files.exists(weights), "Name the folder of " + file + " with -D" + FOLDER);
        return new WeightImport(PublishedSystem.of(system).orElseThrow(), ImportSettings.NONE)
                .read(weights, null, system + "-x4");
    }

    private static FloatImage run(ModelBundle bundle) {
        try (FrameModel model = WholeImageModels.load(bundle, Precision.AUTO)) {
            FrameChain chain = model.begin(new LowRes(plane(0), plane(1), plane(2)), 0);
            chain.step();
            return chain.result();
        }
    }

    /** (37c + 11y + 7x + 5·(xy mod 13)) mod 256, of which 257 times are the same in 16 bits. */
    private static Plane plane(int colour) {
        Plane plane = new Plane(SIDE, SIDE);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int value = (37 * colour + 11 * y + 7 * x + 5 * (x * y % 13)) % 256;
                plane.samples()[y * SIDE + x] = (short) (value * 257);
            }
        }
        return plane;
    }

    private static double level(float value) {
        return (value + 1.0) * 127.5;
    }

    private static double[] moments(FloatImage image) {
        double sum = 0;
        double squares = 0;
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (float value : image.values()) {
            double level = level(value);
            sum += level;
            squares += level * level;
            least = Math.min(least, level);
            most = Math.max(most, level);
        }
        double mean = sum / image.values().length;
        return new double[] {mean, Math.sqrt(squares / image.values().length - mean * mean), least, most};
    }
}
