package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.console.Console;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.networks.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command with the workers of somebody else: through a gateway, or over the topics of a cluster. */
class UpscaleElsewhereIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path data;

    private static House house;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        house = House.start(HousePlan.local(data, List.of(BundleCatalog.DEFAULT_MODEL), Precision.AUTO));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void aClusterIsUsedByItsTopicsAlone() throws IOException {
        // given
        Path sample = sample(folder.resolve("sample.png"));

        // when
        int status = acuity(
                "upscale",
                sample.toString(),
                "--bootstrap",
                house.bootstrap(),
                "--blobs",
                house.blobStore().toString());

        // then
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(ImageIO.read(folder.resolve("sample-x4.png").toFile()).getWidth())
                .isEqualTo(96);
    }

    @Test
    void waysThatExcludeEachOtherAreUsageErrors() {
        // when
        List<Integer> statuses = List.of(
                acuity("upscale", "x.png", "--bootstrap", "127.0.0.1:1"),
                acuity("upscale", "x.png", "--blobs", "file:///tmp"),
                acuity("upscale", "x.png", "--server", "http://127.0.0.1:1", "--data-dir", folder.toString()),
                acuity(
                        "upscale",
                        "x.png",
                        "--server",
                        "http://127.0.0.1:1",
                        "--bootstrap",
                        "127.0.0.1:1",
                        "--blobs",
                        "file:///tmp"),
                acuity("upscale"),
                acuity("upscale", "x.png", "--watch", folder.toString()),
                acuity("upscale", "--watch", folder.resolve("nothing").toString()));

        // then
        assertThat(statuses).containsOnly(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(7);
    }

    @Test
    void aWatchedFolderIsUpscaledUntilTheProcessIsAskedToEnd() throws Exception {
        // given
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Path large = folder.resolve("large");
        sample(inbox.resolve("early.png"));
        Process process =
                process("upscale", "--watch", inbox.toString(), "-o", large.toString(), "--server", url(), "--json");
        try {
            await().atMost(SOON).until(() -> Files.exists(large.resolve("early-x4.png")));

            // when
            sample(Files.createDirectory(inbox.resolve("deeper")).resolve("late.png"));

            // then
            await().atMost(SOON)
                    .until(() -> Files.exists(large.resolve("deeper").resolve("late-x4.png")));
            process.destroy();
            assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(folder.resolve("printed")))
                .filteredOn(line -> line.contains("jobId"))
                .hasSize(2);
    }

    private static String url() {
        return house.url().toString();
    }

    private Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Acuity.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("printed").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Path sample(Path file) throws IOException {
        // Not seen before it is whole, as a careful program writes; the watch takes careless ones too.
        Path part = file.resolveSibling(file.getFileName() + ".part");
        ImageIO.write(SamplePicture.draw(24, 16, 1), "png", part.toFile());
        return Files.move(part, file);
    }

    private int acuity(String... arguments) {
        return Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
    }
}
