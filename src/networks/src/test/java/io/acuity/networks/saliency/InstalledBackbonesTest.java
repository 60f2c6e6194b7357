package io.acuity.networks.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
