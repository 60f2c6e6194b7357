package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clip through broker, worker, tracker and back, as a person types it. */
class VideoIT {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void aClipComesBackWithAllItsFramesAndLeavesNothingBehind() throws Exception {
        // given
        Path clip = folder.resolve("clip.mp4");
        Path large = folder.resolve("large.mp4");
        acuity("sample", "--clip", "moving", "-o", clip.toString(), "--width", "96", "--height", "64", "--frames", "8");
        out.reset();

        // when
        int status = acuity("video", clip.toString(), "-o", large.toString(), "--json");

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(report.path("framesIn").asInt()).isEqualTo(8);
        assertThat(report.path("framesOut").asInt()).isEqualTo(8);
        assertThat(report.path("width").asInt()).isEqualTo(384);
        assertThat(report.path("networkPixels").asLong())
                .isPositive()
                .isLessThanOrEqualTo(report.path("denseNetworkPixels").asLong());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(clip, large);
        }
    }

    private int acuity(String... arguments) {
        return Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }
}
