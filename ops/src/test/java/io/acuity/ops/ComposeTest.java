package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.cli.CommandLines;
import io.acuity.gateway.webhook.WebhookSettings;
import io.acuity.trainer.config.TrainerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/** docker-compose.yml without an engine: what it starts exists, and is started as carefully as it says. */
class ComposeTest {
    private static final Yaml COMPOSE = Yaml.document("docker-compose.yml");
    private static final Map<String, Yaml> SERVICES = COMPOSE.entries("services");
    private static final Pattern SECRET = Pattern.compile("/run/secrets/([\\w.-]+)");
    /** Their start scripts write beside their programs, or change their user. */
    private static final Set<String> WRITES_ITS_ROOT = Set.of("kafka", "store", "bucket");

    @TempDir
    private Path folder;

    @Test
    void everyImageIsPinned() {
        SERVICES.forEach((name, service) -> Images.assertPinned(service.path(), service.text("image")));
    }

    @Test
    void theBrokerIsAsNewAsItsClients() {
        // given
        Matcher version = Pattern.compile("<kafka.version>([^<]+)<").matcher(Yaml.read(Yaml.ROOT.resolve("pom.xml")));

        // then
        assertThat(version.find()).isTrue();
        assertThat(SERVICES.get("kafka").text("image")).isEqualTo("apache/kafka:" + version.group(1));
    }

    @Test
    void everyCommandOfOursParses() {
        assertThat(ours()).containsKeys("gateway", "worker", "worker-gpu", "tracker", "assembler", "trainer", "topics");
        ours().forEach((name, service) -> {
            ParseResult command = CommandLines.parse(service.at("command").texts());
            String bootstrap = command.matchedOptionValue("--bootstrap", "kafka:9092");
            assertThat(bootstrap).as(name).isEqualTo("kafka:9092");
        });
    }

    @Test
    void servicesAnswerWhereTheyAreAsked() {
        Map<String, Yaml> asked = ours();
        asked.keySet().removeAll(Set.of("topics", "trainer"));
        asked.forEach((name, service) -> {
            ParseResult command = CommandLines.parse(service.at("command").texts());
            int port = command.matchedOptionValue("--management-port", 0);
            assertThat(port).as(name).isEqualTo(9464);
            String host = command.matchedOptionValue("--management-host", "");
            assertThat(host).as(name).isEqualTo("0.0.0.0");
            assertThat(service.at("healthcheck.test").texts()).containsExactly("CMD", "/opt/acuity/health", "ready");
        });
        ParseResult gateway =
                CommandLines.parse(SERVICES.get("gateway").at("command").texts());
        int port = gateway.matchedOptionValue("--port", 0);
        assertThat(SERVICES.get("gateway").at("ports").texts()).containsExactly("127.0.0.1:" + port + ":8080");
    }

    @Test
    void workersAndAssemblersTakeTheNamesOfTheirContainers() {
        for (String name : List.of("worker", "worker-gpu", "assembler")) {
            assertThat(SERVICES.get(name).at("command").texts()).doesNotContain("--name");
            assertThat(SERVICES.get(name).find("hostname")).isEmpty();
        }
    }

    @Test
    void temporaryFilesLieOnDiskInEveryServiceOfOurs() {
        ours().forEach((name, service) -> {
            assertThat(service.at("volumes").texts()).as(name).contains("/tmp");
            assertThat(service.find("tmpfs")).as(name).isEmpty();
        });
    }

    @Test
    void theTrainersConfigurationMeansSomething() {
        // given
        String mount = SERVICES.get("trainer").at("volumes").texts().stream()
                .filter(volume -> volume.contains("/etc/acuity/trainer.yaml"))
                .findFirst()
                .orElseThrow();

        // when
        TrainerConfig config = TrainerConfig.read(Yaml.ROOT.resolve(mount.substring(0, mount.indexOf(':'))));

        // then
        assertThat(config.settings("test").kafka().bootstrap()).isEqualTo("kafka:9092");
        assertThat(config.metrics().port()).isEqualTo(9464);
        assertThat(config.folder()).hasToString("/var/lib/acuity/night-1");
    }

    @Test
    void whoeverHasAPartInAJobCanBeFollowed() {
        for (String name : List.of("gateway", "worker", "worker-gpu", "tracker", "assembler")) {
            Yaml environment = SERVICES.get(name).at("environment");
            assertThat(environment.text("OTEL_EXPORTER_OTLP_ENDPOINT"))
                    .as(name)
                    .isEqualTo("${OTEL_EXPORTER_OTLP_ENDPOINT:-}");
        }
        String page =
                Yaml.document("ops/grafana/provisioning/datasources/jaeger.yml").text("datasources.0.url");
        assertThat(SERVICES.get("jaeger").at("ports").texts())
                .allMatch(port -> page.endsWith(port.replaceFirst(".*(:\\d+)$", "$1")));
    }

    @Test
    void nothingRunsWithMoreThanItNeeds() {
        SERVICES.forEach((name, service) -> {
            assertThat(service.at("security_opt").texts()).as(name).contains("no-new-privileges:true");
            assertThat(service.at("deploy.resources.limits").entries()).as(name).containsKeys("cpus", "memory");
            assertThat(service.find("privileged")).as(name).isEmpty();
            assertThat(service.find("healthcheck")).as(name).isPresent();
            if (!WRITES_ITS_ROOT.contains(name)) {
                assertThat(service.text("read_only")).as(name).isEqualTo("true");
                assertThat(service.at("cap_drop").texts()).as(name).containsExactly("ALL");
            }
            for (String port : service.items("ports").stream().map(Yaml::text).toList()) {
                assertThat(port).as(name).startsWith("127.0.0.1:");
            }
        });
    }

    @Test
    void whatIsUsedIsDeclaredAndWhatIsDeclaredIsUsed() {
        Set<String> volumes = new TreeSet<>();
        Set<String> secrets = new TreeSet<>();
        SERVICES.forEach((name, service) -> {
            service.items("volumes").stream()
                    .map(volume -> volume.text().split(":", -1)[0])
                    .forEach(source -> {
                        if (source.startsWith("./")) {
                            assertThat(Yaml.ROOT.resolve(source)).exists();
                        } else if (!source.startsWith("/")) {
                            volumes.add(source);
                        }
                    });
            Set<String> given =
                    service.items("secrets").stream().map(Yaml::text).collect(Collectors.toSet());
            assertThat(given).as(name).isEqualTo(secretsNamed(service));
            secrets.addAll(given);
            service.entries("depends_on").forEach((other, condition) -> {
                assertThat(SERVICES).containsKey(other);
                boolean ends = condition.text("condition").equals("service_completed_successfully");
                assertThat(SERVICES.get(other).text("restart").equals("no"))
                        .as(other)
                        .isEqualTo(ends);
            });
        });
        assertThat(COMPOSE.entries("volumes").keySet()).isEqualTo(volumes);
        assertThat(COMPOSE.entries("secrets").keySet()).isEqualTo(secrets);
    }

    @Test
    void theBrokerHasWhatTopicsAskFor() {
        Yaml broker = SERVICES.get("kafka").at("environment");
        assertThat(broker.text("KAFKA_AUTO_CREATE_TOPICS_ENABLE")).isEqualTo("false");
        assertThat(broker.text("KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS")).isEqualTo("6000");
        assertThat(broker.text("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS"))
                .isEqualTo("1000");
    }

    @Test
    void secretsAreDrawnOnceAndStayOutOfTheRepository() throws Exception {
        // given
        Path script = folder.resolve("ops/compose/make-secrets");
        Files.createDirectories(script.getParent());
        Files.copy(Yaml.ROOT.resolve("ops/compose/make-secrets"), script);

        // when
        Tool.Ended first = Tool.run(List.of("bash", script.toString()), folder);
        String drawn = Files.readString(folder.resolve(".secrets/s3-credentials"));
        Tool.Ended second = Tool.run(List.of("bash", script.toString()), folder);

        // then
        assertThat(first.status()).as(first.printed()).isZero();
        assertThat(second.printed()).isEmpty();
        assertThat(Files.readString(folder.resolve(".secrets/s3-credentials"))).isEqualTo(drawn);
        COMPOSE.entries("secrets")
                .values()
                .forEach(secret ->
                        assertThat(folder.resolve(secret.text("file"))).isNotEmptyFile());
        String key = drawn.replaceAll("(?s).*aws_access_key_id = (\\S+).*", "$1");
        assertThat(Files.readString(folder.resolve(".secrets/s3-identities.json")))
                .contains("\"" + key + "\"");
        assertThat(Files.readString(Yaml.ROOT.resolve(".gitignore"))).contains(".secrets/");
        WebhookSettings.of(
                Files.readString(folder.resolve(".secrets/webhook-secret")).strip(), Set.of());
    }

    @Test
    void composeItselfUnderstandsIt() throws Exception {
        // given: the one that Debian has knows no name of the project yet
        Tool compose = new Tool("docker-compose").orSkip();
        Path copy = folder.resolve("docker-compose.yml");
        Files.writeString(
                copy, Yaml.read(Yaml.ROOT.resolve("docker-compose.yml")).replaceFirst("(?m)^name: .*\\n", ""));

        // when
        Tool.Ended config = compose.run(
                "--project-directory",
                ".",
                "-f",
                copy.toString(),
                "--profile",
                "gpu",
                "--profile",
                "training",
                "--profile",
                "tracing",
                "config",
                "-q");

        // then
        assertThat(config.status()).as(config.printed()).isZero();
    }

    private static Map<String, Yaml> ours() {
        Map<String, Yaml> ours = new TreeMap<>(SERVICES);
        ours.values().removeIf(service -> !service.text("image").contains("acuity:"));
        return ours;
    }

    private static Set<String> secretsNamed(Yaml service) {
        Set<String> named = new TreeSet<>();
        Matcher matcher = SECRET.matcher(service.find("command").map(Yaml::text).orElse("") + " "
                + service.find("environment").map(Yaml::text).orElse(""));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        return named;
    }
}
