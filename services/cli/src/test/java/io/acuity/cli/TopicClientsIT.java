package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.networks.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/examples, run as docs/topic-clients.md says, against all services. */
class TopicClientsIT {
    private static final Path ROOT = Path.of(System.getProperty("acuity.home", "../.."));
    private static final Path AVRO = ROOT.resolve("schemas/src/main/avro");
    /** Debian's, which finds Debian's packages whatever else is on the path. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    static Path folder;

    private static House house;

    @BeforeAll
    static void start() throws IOException {
        house = House.start(
                HousePlan.local(folder.resolve("data"), List.of(BundleCatalog.DEFAULT_MODEL), Precision.AUTO));
        ImageIO.write(SamplePicture.draw(24, 16, 1), "png", sample().toFile());
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void plainKafkaAndAvroInJava() throws Exception {
        // when
        Path large = folder.resolve("java.png");
        String printed = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ROOT.resolve("docs/examples/UpscaleByTopic.java").toString(),
                house.bootstrap(),
                AVRO.resolve("history").toString(),
                sample().toString(),
                large.toString());

        // then
        assertThat(large).as(printed).exists();
        assertThat(ImageIO.read(large.toFile()).getWidth()).isEqualTo(96);
    }

    @Test
    void theAvroFilesInPython() throws Exception {
        // given
        boolean required = "1".equals(System.getenv("ACUITY_REQUIRE_PYTHON"));
        assumeTrue(
                required || hasPython(),
                "Skipped: Debian's python3-confluent-kafka and python3-avro are not installed.");

        // when
        Path large = folder.resolve("python.png");
        String printed = run(
                PYTHON,
                ROOT.resolve("docs/examples/upscale_by_topic.py").toString(),
                house.bootstrap(),
                AVRO.toString(),
                sample().toString(),
                large.toString());

        // then
        assertThat(large).as(printed).exists();
        assertThat(ImageIO.read(large.toFile()).getHeight()).isEqualTo(64);
    }

    private static Path sample() {
        return folder.resolve("sample.png");
    }

    private static boolean hasPython() throws Exception {
        return Files.isExecutable(Path.of(PYTHON))
                && run(PYTHON, "-c", "import confluent_kafka, avro; print('both')")
                        .startsWith("both");
    }

    /** What a program printed, when it ended by itself in time. */
    private static String run(String... command) throws Exception {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = new ProcessBuilder(Stream.of(command).toList())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(() -> "It ended in time. " + printed)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(printed);
    }
}
