package io.acuity.cli.sr3;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.sr3.Sr3Denoiser;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.training.frames.FrameTraining;
import io.acuity.training.frames.Masking;
import io.acuity.training.frames.NoiseObjective;
import io.acuity.training.sr3.Sr3Chain;
import io.acuity.training.sr3.Sr3Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a run trains: {@code run.json} in its folder.
 *
 * @param side of frames
 * @param scale between LR image and frame
 * @param width channels at full size
 * @param multipliers channels of each level over width
 * @param blocks residual blocks per level
 * @param attentionSizes sides of feature maps with attention
 * @param schedule name of the noise schedule
 * @param chainSteps T
 * @param extractor of attention maps
 * @param masking how masks are used
 * @param variant what is otherwise than in SR3
 */
record Sr3Run(
        int side,
        int scale,
        int width,
        List<Integer> multipliers,
        int blocks,
        List<Integer> attentionSizes,
        String schedule,
        int chainSteps,
        String extractor,
        Masking masking,
        Sr3Variant variant) {
    private static final String FILE = "run.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs of before there were variants do not name one. */
    Sr3Run {
        variant = Objects.requireNonNullElse(variant, Sr3Variant.PLAIN);
    }

    static Sr3Run read(Path folder) throws IOException {
        return JSON.readValue(Files.readAllBytes(folder.resolve(FILE)), Sr3Run.class);
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    /** Whether a folder already holds a run, and another one than this. */
    boolean differsFrom(Path folder) throws IOException {
        return Files.exists(folder.resolve(FILE)) && !read(folder).equals(this);
    }

    Sr3UNet network() {
        return Sr3UNet.rgb(width, multipliers, blocks, attentionSizes, side).with(variant.network());
    }

    NoiseObjective objective() {
        return new NoiseObjective(
                chain(), masking, variant.objective(), variant.network().learnedVariance());
    }

    /** The trained chain; its last state is near pure noise whatever its length, unless the variant says otherwise. */
    GaussianSchedule chain() {
        return new Sr3Chain(schedule, chainSteps, variant.publishedEnds()).schedule();
    }

    /** The trained network, told the noise levels of {@code sampled}. */
    Sr3Denoiser denoiser(Path folder, GaussianSchedule sampled, ScalarType type) throws IOException {
        Path file = folder.resolve(FrameTraining.WEIGHTS);
        Safetensors weights = Safetensors.parse(Files.readAllBytes(file), file.toString());
        return Sr3Denoiser.load(network(), weights.tensors(), sampled, type);
    }
}
