package io.acuity.networks.guided;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription.WholeImage;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.diffusion.frame.FrameChain;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePatch;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.RecordedCase;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.published.ImportSettings;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import io.acuity.networks.srdiff.SrDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuidedImportTest {
    @TempDir
    private Path folder;

    @Test
    void srDiffIsReadOffItsWeights() throws IOException {
        // given
        RecordedCase recorded = new RecordedCase("srdiff-small");

        // when
        WholeImage whole = imported(PublishedSystem.SRDIFF, recorded, ImportSettings.NONE);

        // then
        assertThat(SrDiff.of(whole.network())).isEqualTo(SrDiff.of(recorded.config()));
        assertThat(whole.process().path("schedule").asText()).isEqualTo("cosine");
        assertThat(whole.process().path("n_timestep").asInt()).isEqualTo(100);
        assertThat(whole.process().path("bicubic").asText()).isEqualTo("matlab-256");
        assertThat(whole.process().path("domain").asText()).isEqualTo("doubled_residual");
    }

    @Test
    void srDiffTakesItsScheduleFromTheFileAndTheUpsamplingItIsGiven() throws IOException {
        // given: the arrays of another schedule beside the weights, under a wrapper's name
        RecordedCase recorded = new RecordedCase("srdiff-small");
        Map<String, Tensor> tensors = new LinkedHashMap<>(WeightFiles.readAll(recorded.file("weights.pth")));
        double[] betas = BetaCurve.COSINE.betas(20, 0, 0);
        float[] values = new float[betas.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) betas[i];
        }
        tensors.put("betas", Tensor.ofFloats("betas", List.of(20L), values));
        Path file = folder.resolve("with-schedule.safetensors");
        Files.write(file, new Safetensors(tensors, Map.of()).encode());
        JsonNode given = JsonNodeFactory.instance.objectNode().put("bicubic", "matlab");

        // when
        WholeImage whole = wholeOf(new WeightImport(PublishedSystem.SRDIFF, ImportSettings.NONE.with(given, 0))
                .read(file, null, "srdiff"));

        // then
        assertThat(whole.process().path("n_timestep").asInt()).isEqualTo(20);
        assertThat(whole.process().path("schedule").asText()).isEqualTo("cosine");
        assertThat(whole.process().path("bicubic").asText()).isEqualTo("matlab");
    }

    @Test
    void srDiffOfAnotherScaleIsRefused() {
        JsonNode nothing = JsonNodeFactory.instance.objectNode();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> imported(
                        PublishedSystem.SRDIFF, new RecordedCase("srdiff-small"), ImportSettings.NONE.with(nothing, 8)))
                .withMessageContaining("for scale 4, not for 8");
    }

    @Test
    void idmIsReadOffItsWeightsWhateverElseTheyHold() throws IOException {
        // given: with tensors that published files have and no pass reads
        RecordedCase recorded = new RecordedCase("idm-small");
        Map<String, Tensor> tensors = new LinkedHashMap<>(WeightFiles.readAll(recorded.file("weights.pth")));
        for (String unused : List.of(
                "imnet.layers.0.weight",
                "denoise_fn.final_linear.weight",
                "denoise_fn.ups.2.style.modulated_conv.weight",
                "ddim_c1")) {
            tensors.put(unused, Tensor.ofFloats(unused, List.of(2L), new float[2]));
        }
        Path file = folder.resolve("with-more.safetensors");
        Files.write(file, new Safetensors(tensors, Map.of()).encode());
        JsonNode config =
                JsonNodeFactory.instance.objectNode().put("norm_groups", 8).put("image_size", 32);
        JsonNode strided = JsonNodeFactory.instance.objectNode().put("sampler", "ddim");
        ImportSettings settings = new ImportSettings(config, ImportSettings.NONE.codec(), strided, 4, false);

        // when
        ModelBundle bundle = new WeightImport(PublishedSystem.IDM, settings).read(file, null, "idm");

        // then
        WholeImage whole = wholeOf(bundle);
        assertThat(Idm.of(whole.network(), 4)).isEqualTo(Idm.of(recorded.config(), 4));
        assertThat(bundle.weights().tensors().keySet()).noneMatch(Idm.of(whole.network(), 4)::isUnused);
        assertThat(whole.process().path("n_timestep").asInt()).isEqualTo(2000);
        assertThat(whole.process().path("sample_steps").asInt()).isEqualTo(200);
        assertThat(whole.process().path("fewer_steps").asText()).isEqualTo("strided");
        assertThat(whole.process().path("stops_early").asBoolean()).isTrue();
    }

    @Test
    void aFileOfAnotherSystemIsNamed() {
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> imported(PublishedSystem.SRDIFF, new RecordedCase("idm-small"), ImportSettings.NONE))
                .withMessageContaining("not those of srdiff");
    }

    @Test
    void bundlesRunWithAndWithoutAMask() throws IOException {
        // given
        JsonNode config =
                JsonNodeFactory.instance.objectNode().put("norm_groups", 8).put("image_size", 32);
        ImportSettings idm = new ImportSettings(
                config,
                ImportSettings.NONE.codec(),
                JsonNodeFactory.instance.objectNode().put("sampler", "ddim"),
                4,
                false);
        for (ModelBundle bundle : List.of(
                bundle(PublishedSystem.SRDIFF, new RecordedCase("srdiff-small"), ImportSettings.NONE),
                bundle(PublishedSystem.IDM, new RecordedCase("idm-small"), idm))) {
            bundle.write(folder.resolve(bundle.description().system()));
            try (FrameModel loaded = WholeImageModels.load(
                    ModelBundle.read(folder.resolve(bundle.description().system())), Precision.FP32)) {
                FrameModel model = loaded.withSteps(4);
                FrameMask everywhere = new FrameMask(20, 12, (y, row) -> Arrays.fill(row, 1f), 1);
                FrameMask nowhere = new FrameMask(20, 12, (y, row) -> Arrays.fill(row, 0f), 0);

                // when
                FloatImage plain = run(model, null);
                FloatImage dense = run(model, everywhere);
                FloatImage sparse = run(model, nowhere);

                // then
                assertThat(plain.width()).isEqualTo(20);
                assertThat(plain.height()).isEqualTo(12);
                assertThat(plain.values()).doesNotContain(Float.NaN);
                assertThat(dense.values()).containsExactly(plain.values());
                assertThat(sparse.values()).isNotEqualTo(plain.values());
            }
        }
    }

    private static FloatImage run(FrameModel model, @Nullable FrameMask mask) {
        Plane plane = new Plane(5, 3);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) (i * 4000);
        }
        try (FrameChain chain = model.begin(new FramePatch(LowRes.grey(plane), 0, 0, 1, mask))) {
            for (int i = 0; i < model.steps(); i++) {
                chain.step();
            }
            return chain.result();
        }
    }

    private static WholeImage imported(PublishedSystem system, RecordedCase recorded, ImportSettings settings)
            throws IOException {
        return wholeOf(bundle(system, recorded, settings));
    }

    private static ModelBundle bundle(PublishedSystem system, RecordedCase recorded, ImportSettings settings) {
        return new WeightImport(system, settings).read(recorded.file("weights.pth"), null, system.id());
    }

    private static WholeImage wholeOf(ModelBundle bundle) {
        return Objects.requireNonNull(bundle.description().wholeImage());
    }
}
