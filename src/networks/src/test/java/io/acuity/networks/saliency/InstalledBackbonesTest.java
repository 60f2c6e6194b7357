package io.acuity.networks.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.attention.learned.SaliencyBackbone;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.dino.RandomResNets;
import io.acuity.networks.dino.ResNet;
import io.acuity.networks.dino.VisionTransformer;
import io.acuity.networks.published.PublishedConfigFile;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBackbonesTest {
    @TempDir
    Path folder;

    private final TileScheduler scheduler = new TileScheduler(SchedulerSettings.DEFAULT);

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Test
    void aBackboneWithoutWeightsIsNotInstalled() throws IOException {
        try (var backbones = new InstalledBackbones(folder, scheduler)) {
            assertThat(backbones.find("dino-vit-s8")).isEmpty();
            Files.createDirectories(folder.resolve("dino-vit-s8"));
            assertThat(backbones.find("dino-vit-s8")).isEmpty();
        }
    }

    @Test
    void aBundleSaysWhatItsNetworkIsLike() throws IOException {
        // given a transformer that is no ViT-S, and a residual network that is no ResNet-50, with its probe
        VisionTransformer transformer = new VisionTransformer(24, 2, 3, 8, 4, 48, 1e-6, true);
        ResNet residual = new ResNet(4, List.of(1, 1), 5);
        install("dino-vit-s8", RandomTensors.of(transformer.parameters(), 1), "{\"num_heads\": 3}");
        install("dino-resnet50", RandomResNets.weights(residual, 2), "{}");

        try (var backbones = new InstalledBackbones(folder, scheduler)) {
            // when
            SaliencyBackbone vit = backbones.find("dino-vit-s8").orElseThrow();
            SaliencyBackbone resNet = backbones.find("dino-resnet50").orElseThrow();

            // then
            assertThat(vit.heads()).isEqualTo(3);
            assertThat(vit.maps(RandomTensors.image(3, 40, 48, 3)).height()).isEqualTo(5);
            assertThat(resNet.heads()).isEqualTo(5);
            assertThat(resNet.inputMultiple()).isEqualTo(8);
            assertThat(resNet.maps(RandomTensors.image(3, 40, 48, 3)).height()).isEqualTo(40);
            assertThat(backbones.find("dino-resnet50")).containsSame(resNet);
        }
    }

    @Test
    void aDamagedBundleOrOneOfAnotherSystemIsRefused() throws IOException {
        // given
        ResNet residual = new ResNet(4, List.of(1), 0);
        install("dino-resnet50", RandomResNets.weights(residual, 2), "{}");
        Files.move(folder.resolve("dino-resnet50"), folder.resolve("dino-vit-s16"));
        install("dino-resnet50", RandomResNets.weights(residual, 2), "{}");
        Path weights = folder.resolve("dino-resnet50/weights.safetensors");
        byte[] damaged = Files.readAllBytes(weights);
        damaged[damaged.length - 1] ^= 1;
        Files.write(weights, damaged);

        // then
        try (var backbones = new InstalledBackbones(folder, scheduler)) {
            assertThatThrownBy(() -> backbones.find("dino-resnet50"))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("SHA-256");
            assertThatThrownBy(() -> backbones.find("dino-vit-s16"))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("is of the system dino-resnet50, not dino-vit-s16");
        }
    }

    @Test
    void weightsWithoutADescriptionAreNoBundle() throws IOException {
        Path home = Files.createDirectories(folder.resolve("dino-vit-s8"));
        Files.writeString(home.resolve("weights.safetensors"), "anything");
        try (var backbones = new InstalledBackbones(folder, scheduler)) {
            assertThatThrownBy(() -> backbones.find("dino-vit-s8"))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("model.json");
        }
    }

    @Test
    void publishedFilesAreTakenAsTheyAreTheProbeBeside() throws IOException {
        // given files as published, in names if not in format, which shows in their content
        Path home = Files.createDirectories(folder.resolve("dino-resnet50"));
        ResNet probed = new ResNet(4, List.of(1, 1), 3);
        Map<String, Tensor> all = RandomResNets.weights(probed, 2);
        Map<String, Tensor> probe = new LinkedHashMap<>();
        Map<String, Tensor> network = new LinkedHashMap<>();
        all.forEach((name, tensor) -> (name.startsWith("linear.") ? probe : network).put(published(name), tensor));
        Files.write(home.resolve("dino_resnet50_linearweights.pth"), new Safetensors(probe, Map.of()).encode());
        Files.write(home.resolve("dino_resnet50_pretrain.pth"), new Safetensors(network, Map.of()).encode());

        // then
        try (var backbones = new InstalledBackbones(folder, scheduler)) {
            assertThat(backbones.find("dino-resnet50").orElseThrow().heads()).isEqualTo(3);
        }
    }

    private static String published(String name) {
        return name.startsWith("linear.") ? "module." + name : name;
    }

    private void install(String system, Map<String, Tensor> weights, String config) throws IOException {
        Path file = folder.resolve(system + ".safetensors");
        Files.write(file, new Safetensors(weights, Map.of()).encode());
        Map<String, Tensor> probe = new LinkedHashMap<>(weights);
        probe.keySet().removeIf(name -> !name.startsWith("linear."));
        Path probeFile = folder.resolve(system + "-probe.safetensors");
        if (!probe.isEmpty()) {
            Files.write(probeFile, new Safetensors(probe, Map.of()).encode());
            Map<String, Tensor> rest = new LinkedHashMap<>(weights);
            rest.keySet().removeAll(probe.keySet());
            Files.write(file, new Safetensors(rest, Map.of()).encode());
        }
        new WeightImport(
                        PublishedSystem.of(system).orElseThrow(),
                        PublishedConfigFile.settings(new ObjectMapper().readTree(config), false))
                .readProbed(file, probe.isEmpty() ? null : probeFile, system)
                .write(folder.resolve(system));
    }

    @Test
    void namesThatAreNoBackbonesAreNeverLookedUpAsFiles() throws IOException {
        // given
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("other/weights.safetensors"), "anything");

        // then
        try (var backbones = new InstalledBackbones(folder.resolve("models"), scheduler)) {
            assertThat(backbones.find("../other")).isEmpty();
            assertThat(backbones.find("other")).isEmpty();
        }
    }

    @Test
    void weightsThatCannotBeReadAreRefusedWithTheirFile() throws IOException {
        // given
        Path home = Files.createDirectories(folder.resolve("dino-vit-s16"));
        Files.writeString(home.resolve("dino_deitsmall16_pretrain.pth"), "no checkpoint");

        // then
        try (var backbones = new InstalledBackbones(folder, scheduler)) {
            assertThatThrownBy(() -> backbones.find("dino-vit-s16"))
                    .isInstanceOf(CorruptCheckpointException.class)
                    .hasMessageContaining("dino_deitsmall16_pretrain.pth");
        }
    }
}
