package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.cli.CommandLines;
import io.acuity.streaming.topics.Topic;
import io.acuity.trainer.config.TrainerConfig;
import io.acuity.worker.WorkerService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

/** ops/kubernetes without a cluster: what it describes is what Kubernetes knows and what the program takes. */
class KubernetesTest {
    private static final Path FOLDER = Yaml.ROOT.resolve("ops/kubernetes");
    private static final Map<String, String> CLUSTER = cluster();
    private static final Set<String> PAGES = Set.of("/health/live", "/health/ready");

    @Test
    void everyFileOfAKustomizationIsThereAndNamed() {
        for (Path file : Yaml.files("ops/kubernetes", "kustomization.yaml")) {
            Yaml kustomization = Yaml.documents(file).getFirst();
            for (Yaml resource : kustomization.items("resources")) {
                assertThat(file.resolveSibling(resource.text()))
                        .as(resource.path())
                        .exists();
            }
        }
        List<String> base = Yaml.document("ops/kubernetes/base/kustomization.yaml")
                .at("resources")
                .texts();
        assertThat(Yaml.files("ops/kubernetes/base", ".yaml"))
                .extracting(file -> file.getFileName().toString())
                .filteredOn(name -> !name.equals("kustomization.yaml"))
                .containsExactlyInAnyOrderElementsOf(base);
    }

    @Test
    void everyObjectIsOneThatKubernetesKnows() {
        assertThat(objects()).hasSizeGreaterThan(18).allSatisfy(Manifests::assertValid);
    }

    @Test
    void aMisspeltNameWouldBeFound() {
        // given
        String text = Yaml.read(FOLDER.resolve("base/gateway.yaml"))
                .replace("terminationGracePeriodSeconds", "terminationGraceSeconds");

        // then
        assertThatThrownBy(() ->
                        Manifests.assertValid(Yaml.documents("gateway", text).getFirst()))
                .hasMessageContaining("terminationGraceSeconds");
    }

    @Test
    void podsAskForNothingTheyDoNotNeed() {
        pods(objects()).forEach(KubernetesTest::assertHardened);
    }

    private static void assertHardened(Yaml pod) {
        assertThat(pod.text("spec.automountServiceAccountToken")).as(pod.path()).isEqualTo("false");
        assertThat(pod.text("spec.securityContext.runAsNonRoot")).as(pod.path()).isEqualTo("true");
        assertThat(pod.text("spec.securityContext.runAsUser")).as(pod.path()).isEqualTo("10001");
        assertThat(pod.text("spec.securityContext.seccompProfile.type"))
                .as(pod.path())
                .isEqualTo("RuntimeDefault");
        for (Yaml container : pod.items("spec.containers")) {
            Yaml security = container.at("securityContext");
            assertThat(security.text("allowPrivilegeEscalation"))
                    .as(container.path())
                    .isEqualTo("false");
            assertThat(security.text("readOnlyRootFilesystem"))
                    .as(container.path())
                    .isEqualTo("true");
            assertThat(security.at("capabilities.drop").texts())
                    .as(container.path())
                    .containsExactly("ALL");
            assertThat(container.entries("resources.requests"))
                    .as(container.path())
                    .containsKeys("cpu", "memory");
            assertThat(container.entries("resources.limits"))
                    .as(container.path())
                    .containsKey("memory");
            assertThat(container.at("volumeMounts").texts().toString())
                    .as(container.path())
                    .contains("mountPath=/tmp");
        }
    }

    @Test
    void everyCommandParsesAndEveryProbeAsksAPageThatIs() {
        pods(objects()).forEach(pod -> pod.items("spec.containers").forEach(KubernetesTest::assertRuns));
    }

    private static void assertRuns(Yaml container) {
        ParseResult command = CommandLines.parse(arguments(container));
        Map<String, String> ports = new TreeMap<>();
        container.items("ports").forEach(port -> ports.put(port.text("name"), port.text("containerPort")));
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            container.find(probe).ifPresent(found -> {
                assertThat(PAGES).as(found.path()).contains(found.text("httpGet.path"));
                assertThat(ports).as(found.path()).containsEntry(found.text("httpGet.port"), "9464");
            });
        }
        if (command.commandSpec().optionsMap().containsKey("--management-port")) {
            int management = command.matchedOptionValue("--management-port", 0);
            assertThat(ports).containsEntry("management", Integer.toString(management));
            assertThat(container.find("livenessProbe")).isPresent();
        }
        Integer port = command.matchedOptionValue("--port", null);
        if (port != null) {
            assertThat(ports).containsEntry("http", port.toString());
        }
        for (String argument : arguments(container)) {
            if (argument.startsWith("/run/secrets/") || argument.startsWith("/etc/acuity/")) {
                String folder = argument.substring(0, argument.lastIndexOf('/'));
                assertThat(container.items("volumeMounts"))
                        .as(argument)
                        .anyMatch(mount -> mount.text("mountPath").equals(folder));
            }
        }
    }

    @Test
    void secretsAreFilesAndNamesOfWorkersTheirPods() {
        for (Yaml pod : pods(objects())) {
            for (Yaml container : pod.items("spec.containers")) {
                assertThat(container.items("env"))
                        .as(container.path())
                        .noneMatch(variable ->
                                variable.find("valueFrom.secretKeyRef").isPresent());
            }
        }
        for (String name : List.of("acuity-worker", "acuity-assembler")) {
            Yaml set = object("StatefulSet", name);
            assertThat(arguments(set.at("spec.template.spec.containers.0"))).doesNotContain("--name");
        }
    }

    @Test
    void graceIsLongerThanTheDrain() {
        pods(objects()).stream()
                .filter(pod -> pod.items("spec.containers").stream()
                        .anyMatch(one -> one.find("ports").isPresent()))
                .forEach(pod -> assertThat(Integer.parseInt(pod.text("spec.terminationGracePeriodSeconds")))
                        .as(pod.path())
                        .isBetween(40, 120));
    }

    @Test
    void workersScaleOnTheLagOfTheGroupsThereAre() {
        // given
        Yaml scaled = object("ScaledObject", "acuity-worker");

        // then
        assertThat(scaled.at("spec.triggers").items()).hasSize(3).allSatisfy(trigger -> {
            assertThat(trigger.text("type")).isEqualTo("kafka");
            assertThat(trigger.text("metadata.bootstrapServers")).isEqualTo(CLUSTER.get("KAFKA_BOOTSTRAP"));
        });
        assertThat(scaled.at("spec.triggers").items())
                .extracting(trigger -> trigger.text("metadata.consumerGroup") + " " + trigger.text("metadata.topic"))
                .containsExactly(
                        WorkerService.GROUP + " " + Topic.REQUESTS,
                        WorkerService.GROUP + " " + Topic.BATCH_REQUESTS,
                        WorkerService.FRAME_GROUP + " " + Topic.FRAMES);
        assertThat(scaled.text("spec.maxReplicaCount")).isEqualTo(CLUSTER.get("PARTITIONS"));
        assertThat(scaled.text("spec.scaleTargetRef.kind")).isEqualTo("StatefulSet");
        object("StatefulSet", scaled.text("spec.scaleTargetRef.name"));
    }

    @Test
    void whoeverIsSelectedIsThere() {
        Set<String> names = Set.copyOf(pods(objects()).stream()
                .map(pod -> pod.at("metadata.labels")
                        .entries()
                        .get("app.kubernetes.io/name")
                        .text())
                .toList());
        for (Yaml object : objects()) {
            Map<String, Yaml> selected = new TreeMap<>(object.entries("spec.selector"));
            selected.putAll(object.entries("spec.selector.matchLabels"));
            selected.putAll(object.entries("spec.podSelector.matchLabels"));
            Yaml name = selected.get("app.kubernetes.io/name");
            if (name != null) {
                assertThat(names).as(object.path()).contains(name.text());
            }
        }
        assertThat(kinds("PodDisruptionBudget"))
                .containsExactlyInAnyOrder("acuity-gateway", "acuity-worker", "acuity-tracker", "acuity-assembler");
    }

    @Test
    void theTrainersConfigurationMeansSomething() {
        TrainerConfig config = TrainerConfig.read(FOLDER.resolve("trainer/run.yaml"));
        assertThat(config.settings("test").kafka().bootstrap()).isEqualTo(CLUSTER.get("KAFKA_BOOTSTRAP"));
        assertThat(config.blobs()).hasToString(CLUSTER.get("BLOBS"));
        assertThat(config.metrics().port()).isEqualTo(9464);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/small", "overlays/gpu", "trainer"})
    void kustomizeMakesSoundObjects(String overlay) {
        // given: Debian has none that is new enough
        Tool kubectl = new Tool("kubectl").ifThere();

        // when
        Tool.Ended made = kubectl.run("kustomize", FOLDER.resolve(overlay).toString());

        // then
        assertThat(made.status()).as(made.printed()).isZero();
        List<Yaml> objects = Yaml.documents(overlay, made.printed());
        assertThat(objects).allSatisfy(object -> {
            Manifests.assertValid(object);
            if (!object.text("kind").equals("Namespace")) {
                assertThat(object.text("metadata.namespace")).isEqualTo("acuity");
            }
        });
        assertThat(pods(objects)).isNotEmpty().allSatisfy(pod -> {
            assertHardened(pod);
            // What network policies select.
            assertThat(pod.at("metadata.labels").entries()).containsKey("app.kubernetes.io/part-of");
            pod.items("spec.containers").forEach(container -> {
                Images.assertPinned(container.path(), container.text("image"));
                assertRuns(container);
            });
        });
        boolean scales = objects.stream().anyMatch(object -> object.text("kind").equals("ScaledObject"));
        assertThat(scales).isEqualTo(!overlay.equals("overlays/small") && !overlay.equals("trainer"));
    }

    private static List<String> arguments(Yaml container) {
        return container.at("args").texts().stream()
                .map(argument -> {
                    String filled = argument;
                    for (Map.Entry<String, String> known : CLUSTER.entrySet()) {
                        filled = filled.replace("$(" + known.getKey() + ")", known.getValue());
                    }
                    assertThat(filled).as(container.path()).doesNotContain("$(");
                    return filled;
                })
                .toList();
    }

    private static Map<String, String> cluster() {
        Map<String, String> values = new TreeMap<>();
        Yaml.document("ops/kubernetes/base/cluster.yaml")
                .entries("data")
                .forEach((name, value) -> values.put(name, value.text()));
        return values;
    }

    private static List<Yaml> objects() {
        List<Yaml> objects = new ArrayList<>();
        for (Path file : Yaml.files("ops/kubernetes", ".yaml")) {
            boolean isObject = !file.endsWith("kustomization.yaml") && !file.endsWith("run.yaml");
            if (isObject && Files.isRegularFile(file)) {
                objects.addAll(Yaml.documents(file));
            }
        }
        return objects;
    }

    private static List<Yaml> pods(List<Yaml> objects) {
        return objects.stream()
                .flatMap(object -> Manifests.podTemplate(object).stream())
                .toList();
    }

    private static List<String> kinds(String kind) {
        return objects().stream()
                .filter(object -> object.text("kind").equals(kind))
                .map(object -> object.text("metadata.name"))
                .toList();
    }

    private static Yaml object(String kind, String name) {
        return objects().stream()
                .filter(object -> object.text("kind").equals(kind))
                .filter(object -> object.text("metadata.name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + kind + " " + name + "."));
    }
}
