package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.cli.management.Health;
import io.acuity.cli.management.ManagementServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** ops/docker without an engine. */
class ImageTest {
    private static final List<String> DOCKERFILE =
            Yaml.read(Yaml.ROOT.resolve("ops/docker/Dockerfile")).lines().toList();

    @Test
    void everyImageItBeginsWithIsPinned() {
        List<String> stages = new ArrayList<>();
        for (String line : DOCKERFILE) {
            if (line.startsWith("FROM ")) {
                String[] words = line.split(" ", -1);
                if (!stages.contains(words[1])) {
                    Images.assertPinned(line, words[1].replaceFirst("-eclipse-temurin-\\d+$", ""));
                }
                stages.add(words[3]);
            }
        }
        assertThat(stages).endsWith("service").contains("gpu");
    }

    @Test
    void everyServiceStageRunsUnprivilegedAndTellsItsHealth() {
        for (String stage : List.of("gpu", "service")) {
            List<String> lines = stage(stage);
            assertThat(lines).contains("USER 10001:10001", "ENTRYPOINT [\"/opt/acuity/acuity\"]");
            assertThat(lines)
                    .anyMatch(line ->
                            line.startsWith("HEALTHCHECK ") && line.endsWith("[\"/opt/acuity/health\", \"live\"]"));
        }
    }

    @Test
    void whatItCopiesIsThereAndNotIgnored() {
        List<String> kept = Yaml.read(Yaml.ROOT.resolve(".dockerignore"))
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        assertThat(kept).allSatisfy(path -> assertThat(Yaml.ROOT.resolve(path)).exists());
        // Maven refuses a tree in which a module is missing.
        Yaml.read(Yaml.ROOT.resolve("pom.xml"))
                .lines()
                .filter(line -> line.strip().startsWith("<module>"))
                .map(line -> line.strip().replaceAll("</?module>", ""))
                .forEach(module -> assertThat(kept)
                        .as(module)
                        .anyMatch(path -> (module + "/pom.xml").equals(path) || (module + "/").startsWith(path + "/")));
        assertThat(kept).contains("ops/docker", "acuity", "LICENSE");
        assertThat(Files.isExecutable(Yaml.ROOT.resolve("ops/docker/health"))).isTrue();
    }

    @Test
    void itsHealthCheckAsksTheManagementPort() {
        // given
        AtomicReference<Optional<String>> notReady = new AtomicReference<>(Optional.of("It still reads."));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        int port;
        try (ManagementServer server =
                new ManagementServer("127.0.0.1", 0, registry, new Health(Optional::empty, notReady::get))) {
            port = server.port();

            // then
            assertThat(health("live", port).status()).isZero();
            assertThat(health("ready", port).status()).isEqualTo(1);
            assertThat(health("ready", port).printed()).contains("It still reads.");

            // and when
            notReady.set(Optional.empty());

            // then
            assertThat(health("ready", port).status()).isZero();
            assertThat(health("well", port).status()).isEqualTo(2);
        }
        assertThat(health("live", port).status()).isEqualTo(1);
        assertThat(health("live", port).printed()).contains("nothing listens at port " + port);
    }

    private static Tool.Ended health(String page, int port) {
        long begin = System.nanoTime();
        Tool.Ended ended = Tool.run(
                List.of("env", "ACUITY_MANAGEMENT_PORT=" + port, "bash", "ops/docker/health", page), Yaml.ROOT);
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(10));
        return ended;
    }

    private static List<String> stage(String name) {
        List<String> lines = new ArrayList<>();
        boolean within = false;
        for (String line : DOCKERFILE) {
            within = line.startsWith("FROM ") ? line.endsWith(" AS " + name) : within;
            if (within) {
                lines.add(line);
            }
        }
        return lines;
    }
}
