package io.acuity.networks.quality;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.FiniteWeights;
import io.acuity.checkpoints.weights.WeightFiles;
import io.acuity.networks.inception.InceptionFeatures;
import io.acuity.networks.perceptual.PerceptualDistance;
import io.acuity.networks.perceptual.PerceptualNet;
import io.acuity.networks.perceptual.PerceptualWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The networks behind LPIPS and FID, whose weights users supply: {@code FOLDER/lpips-NET} holds the published linear layers
 * and backbone (or both in one file), {@code FOLDER/inception} the published Inception weights. Files may have any name;
 * what they are shows in their tensors. What is loaded belongs to the thread that calls, which must be the device's.
 *
 * @param folder of the user's models; need not exist
 */
public record InstalledJudges(Path folder) {
    private static final String TORCHVISION = "https://download.pytorch.org/models/";
    private static final String LINEAR = "https://github.com/richzhang/PerceptualSimilarity, lpips/weights/v0.1/";
    private static final String INCEPTION =
            "https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/" + InceptionFeatures.FILE;

    /**
     * Loads LPIPS.
     *
     * @throws MissingJudgeException if linear layers or backbone are not there, saying which files, from where, to where
     * @throws CorruptCheckpointException if a file cannot be read or does not fit the network
     */
    public PerceptualDistance lpips(PerceptualNet net) {
        Path home = folder.resolve("lpips-" + net.id());
        List<Map<String, Tensor>> files = new ArrayList<>();
        weightFiles(home).forEach(file -> files.add(WeightFiles.readAll(file)));
        List<String> missing = new ArrayList<>();
        if (files.stream().noneMatch(PerceptualWeights::hasLinear)) {
            missing.add("the linear layers " + net.id() + ".pth from " + LINEAR + net.id() + ".pth");
        }
        if (files.stream().noneMatch(PerceptualWeights::hasBackbone)) {
            missing.add("the backbone " + net.backboneFile() + " from " + TORCHVISION + net.backboneFile());
        }
        if (!missing.isEmpty()) {
            throw new MissingJudgeException("LPIPS with " + net.id() + " lacks weights: put "
                    + String.join(", and ", missing) + ", into " + home + ", or measure other metrics.");
        }
        Map<String, Tensor> weights = PerceptualWeights.of(net, files);
        FiniteWeights.require(weights, home.toString());
        return fitting(home, () -> PerceptualDistance.load(net, weights));
    }

    /**
     * Loads Inception.
     *
     * @throws MissingJudgeException if its weights are not there, saying which file, from where, to where
     * @throws CorruptCheckpointException if the file cannot be read or does not fit the network
     */
    public InceptionFeatures inception() {
        Path home = folder.resolve("inception");
        Path file = weightFiles(home).stream()
                .findFirst()
                .orElseThrow(() -> new MissingJudgeException("FID lacks its weights: put " + InceptionFeatures.FILE
                        + " from " + INCEPTION + " into " + home + ", or measure other metrics."));
        Map<String, Tensor> weights = WeightFiles.read(file);
        return fitting(home, () -> InceptionFeatures.load(weights));
    }

    private static <T> T fitting(Path home, Supplier<T> loading) {
        try {
            return loading.get();
        } catch (CorruptCheckpointException e) {
            throw new CorruptCheckpointException("The files in " + home + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<Path> weightFiles(Path home) {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(InstalledJudges::isWeights).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " of a metric's weights cannot be read.", e);
        }
    }

    private static boolean isWeights(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isRegularFile(file)
                && (name.endsWith(".pth") || name.endsWith(".pt") || name.endsWith(".safetensors"));
    }
}
