package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.cli.console.Console;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.frame.FrameNoise;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianProcess;
import io.acuity.diffusion.gaussian.GaussianSampler;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.diffusion.shift.ReverseStep;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.resample.PillowBicubic;
import io.acuity.imaging.resample.PyTorchBicubic;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.resshift.SwinDenoiser;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.vqgan.VqAutoencoder;
import io.acuity.networks.vqgan.VqCodec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights as others publish them, imported and run as jobs through gateway, broker and worker. */
class ImportedModelIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIDE = 8;

    private static final Sr3UNet SR3 = Sr3UNet.rgb(32, List.of(1, 2), 1, List.of(), 16);
    private static final String RESSHIFT = """
            {"model": {"params": {"image_size": 8, "in_channels": 3, "model_channels": 32, "out_channels": 3,
               "attention_resolutions": [8], "channel_mult": [1], "num_res_blocks": [1], "num_head_channels": 16,
               "use_scale_shift_norm": true, "swin_embed_dim": 32, "window_size": 4, "lq_size": 8}},
             "autoencoder": {"params": {"embed_dim": 3, "n_embed": 32, "ddconfig": {"double_z": false,
               "z_channels": 3, "resolution": 32, "in_channels": 3, "out_ch": 3, "ch": 32, "ch_mult": [1, 1, 1],
               "num_res_blocks": 1, "attn_resolutions": []}}},
             "diffusion": {"params": {"sf": 4, "schedule_name": "exponential", "schedule_kwargs": {"power": 0.3},
               "etas_end": 0.99, "steps": 4, "min_noise_level": 0.2, "kappa": 2.0, "predict_type": "xstart"}}}
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path image = Path.of("");

    @BeforeEach
    void drawImage() throws IOException {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < SIDE * SIDE; i++) {
            picture.setRGB(i % SIDE, i / SIDE, random.nextInt(1 << 24));
        }
        image = folder.resolve("image.png");
        ImageIO.write(picture, "png", image.toFile());
    }

    @Test
    void sr3OnTheScheduleInItsFileGivesWhatNetworkAndSamplerGive() throws IOException {
        // given: weights trained with 6 steps, whose schedule lies beside them, as published
        List<Parameter> parameters = SR3.inference(ScalarType.FLOAT32).parameters();
        Map<String, Tensor> tensors = random("denoise_fn.", parameters, 1);
        GaussianSchedule trained = GaussianSchedule.of(BetaCurve.LINEAR, 6, 0.02, 0.6);
        float[] betas = new float[6];
        for (int i = 0; i < 6; i++) {
            betas[i] = (float) trained.beta(i);
        }
        tensors.put("betas", Tensor.ofFloats("betas", List.of(6L), betas));
        Path weights = TorchFile.write(folder.resolve("I640000_E37_gen.pth"), tensors);
        Path bundle = folder.resolve("sr3");

        // when
        run(0, "model", "import", "--system", "sr3", "--weights", weights, "--out", bundle, "--scale", "2");
        run(0, "upscale", image, "--model", bundle, "--steps", "3", "--seed", "9", "--precision", "fp32");

        // then
        GaussianProcess process = GaussianProcess.ancestral(trained.spaced(3));
        FloatImage y = PillowBicubic.enlarge(pixels(), 2);
        FrameNoise noise = new FrameNoise(9, 3, 2 * SIDE, 2 * SIDE);
        try (Sr3Denoiser network =
                Sr3Denoiser.load(SR3, random("", parameters, 1), process.schedule(), ScalarType.FLOAT32)) {
            List<float[]> states = new GaussianSampler(process)
                    .sample(noise.draw(3), y.values(), network.predictor(y.values(), 2 * SIDE, 2 * SIDE), noise::draw);
            assertSamples(result("image-x2.png"), states.get(2));
        }

        // and more steps than were trained are refused in one sentence, by the job
        run(1, "upscale", image, "--model", bundle, "--steps", "7", "-o", folder.resolve("more.png"));
        assertThat(errors()).singleElement().asString().contains("6 steps", "7");
    }

    @Test
    void resShiftJoinsNetworkAndAutoencoderAndGivesWhatTheyGive() throws IOException {
        // given
        JsonNode config = JSON.readTree(RESSHIFT);
        SwinUNet network = SwinUNet.of(config.path("model").path("params"));
        VqAutoencoder autoencoder = VqAutoencoder.of(config.path("autoencoder").path("params"));
        List<Parameter> parameters = network.inference(ScalarType.FLOAT32).parameters();
        Path bundle = folder.resolve("resshift");
        importResShift(parameters, autoencoder.parameters(), bundle);

        // when
        run(0, "upscale", image, "--model", bundle, "--seed", "9", "--precision", "fp32");

        // then
        ShiftProcess process =
                new ShiftProcess(ShiftSchedule.resShift(4, 0.2, 0.99, 0.3, 2), Target.CLEAN, false, true);
        FrameNoise noise = new FrameNoise(9, 3, SIDE, SIDE);
        try (SwinDenoiser denoiser = SwinDenoiser.load(network, random("", parameters, 2), ScalarType.FLOAT32);
                VqCodec codec = VqCodec.load(autoencoder, random("", autoencoder.parameters(), 3))) {
            FloatImage y = codec.encode(PyTorchBicubic.enlarge(pixels(), 4));
            float[] state = process.prior(y.values(), noise.draw(4));
            for (int index = 3; index >= 0; index--) {
                float[] scaled = state.clone();
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] *= process.inputScale(index);
                }
                float[] next = denoiser.predict(new FloatImage(3, SIDE, SIDE, scaled), pixels(), index)
                        .values();
                float[] draw = index == 0 ? new float[0] : noise.draw(index);
                process.reverse(index).apply(new ReverseStep.Operands(state, next, y.values(), draw), next.length);
                state = next;
            }
            float[] expected =
                    codec.decode(new FloatImage(3, SIDE, SIDE, state)).values();
            assertSamples(result("image-x4.png"), expected);
        }
    }

    @Test
    void aMaskThatRefinesEverythingChangesNothingAndAnotherDoes() throws IOException {
        // given
        JsonNode config = JSON.readTree(RESSHIFT);
        Path bundle = folder.resolve("resshift");
        importResShift(
                SwinUNet.of(config.path("model").path("params"))
                        .inference(ScalarType.FLOAT32)
                        .parameters(),
                VqAutoencoder.of(config.path("autoencoder").path("params")).parameters(),
                bundle);

        // when
        run(0, "upscale", image, "--model", bundle, "-o", folder.resolve("plain.png"));
        run(0, masked(bundle, 255, "everywhere.png"));
        run(0, masked(bundle, 0, "late.png"));

        // then
        byte[] plain = Files.readAllBytes(folder.resolve("plain.png"));
        assertThat(Files.readAllBytes(folder.resolve("everywhere.png"))).isEqualTo(plain);
        assertThat(Files.readAllBytes(folder.resolve("late.png"))).isNotEqualTo(plain);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        // No attention and l = 0: every pixel in the last step alone.
        assertThat(lines.stream().map(line -> line.path("networkCalls").asInt()))
                .containsExactly(4, 1);
    }

    @Test
    void whatCannotBeImportedIsRefusedInOneSentence() throws IOException {
        // given
        List<Parameter> parameters = SR3.inference(ScalarType.FLOAT32).parameters();
        Path sr3 = TorchFile.write(folder.resolve("sr3.pth"), random("", parameters, 1));
        Path swin = TorchFile.write(
                folder.resolve("swin_s4.pth"),
                random(
                        "",
                        SwinUNet.of(JSON.readTree(RESSHIFT).path("model").path("params"))
                                .inference(ScalarType.FLOAT32)
                                .parameters(),
                        2));
        Path config = Files.writeString(folder.resolve("config.json"), RESSHIFT);
        byte[] bytes = Files.readAllBytes(sr3);
        Path truncated = Files.write(folder.resolve("truncated.pth"), Arrays.copyOf(bytes, bytes.length / 2));
        Path hostile = TorchFile.hostile(folder.resolve("hostile.pth"), "os", "system");
        Path missing = folder.resolve("missing.ckpt");
        Path to = folder.resolve("bundle");

        // when
        refused(1, "weights", "sr3", truncated, to);
        refused(1, "os.system", "sr3", hostile, to);
        refused(1, "look like those of sr3", "resshift", sr3, to, "--autoencoder", swin, "--steps", "4");
        refused(2, "--autoencoder", "resshift", swin, to, "--config", config);
        refused(1, "missing.ckpt", "resshift", swin, to, "--config", config, "--autoencoder", missing);
        refused(1, "not those of resshift-vqgan", "resshift", swin, to, "--config", config, "--autoencoder", sr3);
        refused(2, "has no autoencoder", "sr3", sr3, to, "--autoencoder", swin);
        refused(2, "sampled in 30", "sr3", sr3, to, "--steps", "20", "--sample-steps", "30");
        refused(2, "no noise schedule zigzag", "sr3", sr3, to, "--schedule", "zigzag");
        refused(2, "none of marginal, step and step-beta", "sr3", sr3, to, "--low-res-noise", "loud");

        // then
        assertThat(to).doesNotExist();
    }

    @Test
    void theReleasedConfigurationsNeedNoOptions() throws IOException {
        // given: no schedule in the file
        Path sr3 = TorchFile.write(
                folder.resolve("sr3.pth"),
                random("", SR3.inference(ScalarType.FLOAT32).parameters(), 1));
        Path to = folder.resolve("bundle");

        // when
        run(0, "model", "import", "--system", "sr3", "--weights", sr3, "--out", to, "--steps", "500");

        // then: rates made larger with fewer steps
        ModelBundle bundle = ModelBundle.read(to);
        assertThat(bundle.description().scale()).isEqualTo(8);
        JsonNode process = java.util.Objects.requireNonNull(bundle.description().wholeImage())
                .process();
        assertThat(process.path("n_timestep").asInt()).isEqualTo(500);
        assertThat(process.path("linear_end").asDouble()).isEqualTo(0.04);
        assertThat(process.path("bicubic").asText()).isEqualTo("pillow");
    }

    private Object[] masked(Path bundle, int attention, String name) throws IOException {
        BufferedImage map = new BufferedImage(4 * SIDE, 4 * SIDE, BufferedImage.TYPE_BYTE_GRAY);
        byte[] row = new byte[16 * SIDE * SIDE];
        Arrays.fill(row, (byte) attention);
        map.getRaster().setDataElements(0, 0, 4 * SIDE, 4 * SIDE, row);
        Path file = folder.resolve("map" + attention + ".png");
        ImageIO.write(map, "png", file.toFile());
        return new Object[] {
            "upscale",
            image,
            "--model",
            bundle,
            "--recipe",
            "masked",
            "--attention",
            file,
            "--lower-bound",
            "0",
            "--json",
            "-o",
            folder.resolve(name)
        };
    }

    private void importResShift(List<Parameter> network, List<Parameter> autoencoder, Path bundle) throws IOException {
        Path weights = TorchFile.write(folder.resolve("resshift_s4.pth"), random("module.", network, 2));
        Path codec = TorchFile.write(folder.resolve("autoencoder_vq_f4.pth"), random("", autoencoder, 3));
        Path config = Files.writeString(folder.resolve("config.json"), RESSHIFT);
        run(
                0,
                "model",
                "import",
                "--system",
                "resshift",
                "--weights",
                weights,
                "--autoencoder",
                codec,
                "--config",
                config,
                "--out",
                bundle);
    }

    private void refused(int status, String sentence, String system, Path weights, Path to, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("model", "import", "--system", system, "--weights", weights, "--out", to));
        arguments.addAll(Arrays.asList(more));
        err.reset();
        run(status, arguments.toArray());
        assertThat(errors()).singleElement().asString().contains(sentence);
    }

    private void run(int status, Object... arguments) {
        int found = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(found).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(status);
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("acuity: "))
                .toList();
    }

    private Picture result(String name) {
        return new PictureDecoder(DecodeLimits.defaults()).decode(folder.resolve(name));
    }

    /** The image as networks see it. */
    private FloatImage pixels() {
        Picture picture = new PictureDecoder(DecodeLimits.defaults()).decode(image);
        FloatImage pixels = FloatImage.zeros(3, SIDE, SIDE);
        for (int i = 0; i < pixels.values().length; i++) {
            short sample = picture.colour().get(i / (SIDE * SIDE)).samples()[i % (SIDE * SIDE)];
            pixels.values()[i] = (sample & 0xFFFF) / 65535f * 2 - 1;
        }
        return pixels;
    }

    private static void assertSamples(Picture picture, float[] expected) {
        int plane = expected.length / 3;
        for (int i = 0; i < expected.length; i++) {
            int sample = picture.colour().get(i / plane).samples()[i % plane] & 0xFFFF;
            double wanted = (Math.clamp(expected[i], -1f, 1f) + 1) / 2 * 255;
            assertThat(sample / 257.0).isBetween(wanted - 0.51, wanted + 0.51);
        }
    }

    private static Map<String, Tensor> random(String prefix, List<Parameter> parameters, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.size())];
            boolean scale = parameter.shape().size() == 1 && parameter.name().endsWith(".weight");
            for (int i = 0; i < values.length; i++) {
                values[i] = (scale ? 1f : 0f) + (float) random.nextGaussian() * 0.1f;
            }
            String name = prefix + parameter.name();
            tensors.put(name, Tensor.ofFloats(name, parameter.shape(), values));
        }
        return tensors;
    }
}
