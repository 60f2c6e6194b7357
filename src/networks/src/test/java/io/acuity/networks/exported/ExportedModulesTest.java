package io.acuity.networks.exported;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.RandomRegressionBundles;
import io.acuity.networks.TwoStageModels;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.device.LiveArrays;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules that PyTorch scripted and saved; the README beside them says what they are. */
class ExportedModulesTest {
    private static final int WIDTH = 18;
    private static final int HEIGHT = 16;
    private static final int VALUES = 3 * WIDTH * HEIGHT;

    @TempDir
    private Path folder;

    @Test
    void aModuleMakesImagesLargerAsItDidWhereItWasExported() throws IOException {
        // given
        ModelBundle bundle = cleaner(2);
        FloatImage image = FloatImage.zeros(3, HEIGHT, WIDTH);
        for (int i = 0; i < VALUES; i++) {
            image.values()[i] = 2f * i / VALUES - 1;
        }
        LiveArrays before = LiveArrays.now();

        // when
        FloatImage result;
        try (ExportedRegression network =
                ExportedRegression.load(bundle.weights().tensors(), nothing(), 2)) {
            result = network.enlarge(image);
        }

        // then
        assertThat((mean(result) + 1) / 2).isCloseTo(0.5044704, within(1e-5));
        assertThat((result.at(0, 0, 0) + 1) / 2).isCloseTo(0.0071388334f, within(1e-5f));
        assertThat((result.at(1, 20, 30) + 1) / 2).isCloseTo(0.5888159f, within(1e-5f));
        assertThat((result.at(2, 31, 35) + 1) / 2).isCloseTo(0.98906654f, within(1e-5f));
        assertThat(LiveArrays.now()).isEqualTo(before);
    }

    @Test
    void aModulePredictsAsItDidWhereItWasExported() throws IOException {
        // given
        ModelBundle bundle = denoiser(chain(4), 2);
        GaussianSchedule schedule = GaussianSchedule.of(BetaCurve.LINEAR, 4, 0.1, 0.5);
        FloatImage ramp = FloatImage.zeros(3, HEIGHT, WIDTH);
        for (int i = 0; i < VALUES; i++) {
            ramp.values()[i] = 2f * i / (VALUES - 1) - 1;
        }
        ExportedDenoiser.Shape shape = new ExportedDenoiser.Shape(3, Told.NOISE_LEVEL, new FramePadding(1, 16), 1);

        // when
        FloatImage result;
        try (ExportedDenoiser network = ExportedDenoiser.load(bundle.weights().tensors(), shape, schedule)) {
            result = network.predict(ramp, ramp, 2);
        }

        // then: PyTorch was told 0.5
        double told = schedule.noiseLevel(2) / 0.5;
        assertThat(mean(result)).isCloseTo(-0.0354410224 * told, within(1e-5));
        assertThat((double) result.at(0, 0, 0)).isCloseTo(0.050827004 * told, within(1e-5));
        assertThat((double) result.at(2, 15, 17)).isCloseTo(-0.0234082974 * told, within(1e-5));
    }

    @Test
    void modulesAreFirstAndSecondStage() throws IOException {
        // given: a bundle of both as it lies on disk
        TwoStageModels.join("blind", cleaner(2), denoiser(chain(8), 2), 3).write(folder.resolve("both"));
        ModelBundle bundle = ModelBundle.read(folder.resolve("both"));

        // when
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            FloatImage result = run(model);

            // then
            assertThat(result.width()).isEqualTo(2 * 11);
            assertThat(result.height()).isEqualTo(2 * 7);
            assertThat(model.steps()).isEqualTo(3);
            assertThat(run(model).values()).containsExactly(result.values());
        }
    }

    @Test
    void aModuleRefinesOnAResidualShiftChain() throws IOException {
        // given: without rearranging there are three channels, as the module has
        ObjectNode shift = nothing().put("n_timestep", 4).put("kappa", 1.0);
        ModelBundle bundle = denoiser(shift, 1);

        // when, then
        assertThat(bundle.description().process().etas()).hasSize(4);
        try (FrameModel model = WholeImageModels.load(bundle, Precision.FP32)) {
            assertThat(model.steps()).isEqualTo(4);
            assertThat(run(model).width()).isEqualTo(11);
        }
    }

    @Test
    void anotherSignatureIsRefusedWithTheExpectedOne() throws IOException {
        refused(cleaner(3), "[1, 3, 32, 34]", "[1, 3, 48, 51]", "forward(image: Tensor) -> Tensor", "[1, 3, 3h, 3w]");
        refused(
                module(ModuleImport.REGRESSION, "denoiser.pt", nothing(), 2),
                "forward(image: Tensor) -> Tensor, image [1, 3, h, w] in fp32 from 0 to 1");
        refused(
                module(ModuleImport.DENOISER, "cleaner.pt", chain(8), 2),
                "forward(state: Tensor, image: Tensor, step: Tensor) -> Tensor",
                "noise level");
        refused(denoiser(nothing().put("n_timestep", 4).put("kappa", 1.0), 2), "state [1, 12, h, w]", "int64");
    }

    @Test
    void aFileThatIsNoModuleIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("weights.pt"), "no module");
        refused(
                new ModuleImport(nothing(), nothing(), 2).read(ModuleImport.REGRESSION, file, "text"),
                "cannot be loaded",
                "torch.jit.save",
                "forward(image: Tensor) -> Tensor");
        ModelBundle bundle = cleaner(2);
        refused(
                new ModelBundle(
                        bundle.description(), RandomRegressionBundles.rlfn(2, 1).weights()),
                "hold no module");
    }

    @Test
    void whatNoModuleTellsHasToBeGiven() {
        Path file = folder.resolve("any.pt");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleImport(nothing(), nothing(), 0))
                .withMessageContaining("--scale");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleImport(nothing(), nothing(), 2).read(ModuleImport.DENOISER, file, "any"))
                .withMessageContaining("--steps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleImport(nothing(), chain(8), 2).read(ModuleImport.REGRESSION, file, "any"))
                .withMessageContaining("schedule");
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> new ModuleImport(nothing(), nothing(), 2).read(ModuleImport.REGRESSION, file, "any"))
                .withMessageContaining("any.pt");
    }

    private static void refused(ModelBundle bundle, String... parts) {
        LiveArrays before = LiveArrays.now();
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> WholeImageModels.load(bundle, Precision.FP32))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(parts));
        assertThat(LiveArrays.now()).isEqualTo(before);
    }

    private ModelBundle cleaner(int scale) throws IOException {
        return module(ModuleImport.REGRESSION, "cleaner.pt", nothing(), scale);
    }

    private ModelBundle denoiser(ObjectNode process, int scale) throws IOException {
        return module(ModuleImport.DENOISER, "denoiser.pt", process, scale);
    }

    private ModelBundle module(String system, String name, ObjectNode process, int scale) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(ExportedModulesTest.class.getResourceAsStream("/exported/" + name))) {
            Files.write(file, in.readAllBytes());
        }
        return new ModuleImport(nothing(), process, scale).read(system, file, "random-" + system);
    }

    private static ObjectNode chain(int steps) {
        return nothing()
                .put("schedule", "linear")
                .put("n_timestep", steps)
                .put("linear_start", 0.1)
                .put("linear_end", 0.5);
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static FloatImage run(FrameModel model) {
        Plane plane = new Plane(11, 7);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) (i * 800);
        }
        FrameChain chain = model.begin(LowRes.grey(plane), 1);
        for (int i = 0; i < model.steps(); i++) {
            chain.step();
        }
        return chain.result();
    }

    private static double mean(FloatImage image) {
        return IntStream.range(0, image.values().length)
                .mapToDouble(i -> image.values()[i])
                .average()
                .orElseThrow();
    }
}
