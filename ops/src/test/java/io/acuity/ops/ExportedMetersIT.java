package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.networks.Precision;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.trainer.dataset.RefusedSamples;
import io.acuity.trainer.progress.TrainingMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrapes all services, and looks whether what dashboards, alerts and docs name is there. */
class ExportedMetersIT {
    private static final Pattern EXPORTED = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");
    /** What Prometheus makes of itself. */
    private static final Set<String> OWN = Set.of("up", "ALERTS");

    @TempDir
    private static Path folder;

    private static final Set<String> METRICS = new TreeSet<>(OWN);

    @BeforeAll
    static void scrape() throws Exception {
        HousePlan plan = HousePlan.local(folder, List.of(BundleCatalog.DEFAULT_MODEL), Precision.AUTO)
                .withClips();
        try (ServiceMeters meters = new ServiceMeters();
                House house = House.start(plan, meters);
                ManagementServer server =
                        new ManagementServer("127.0.0.1", 0, meters.registry(), house.health(meters));
                HttpClient http = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:" + server.port();
            work(http, house);
            System.gc(); // the meters of collections begin with the first
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(http, address + "/metrics"))
                            .contains("acuity_ready 1", "acuity_live 1")
                            .contains("acuity_worker_ended_total{outcome=\"SUCCEEDED\"} 1")
                            .contains("acuity_worker_ended_total{outcome=\"FAILED\"} 1")
                            .contains("acuity_worker_failures_total{code=\"UNDECODABLE_RECORD\"} 1")
                            .contains("acuity_worker_failures_total{code=\"INTERNAL\"} 0"));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(get(http, address + "/metrics")).contains("jvm_gc_pause_seconds_sum"));
            collect(get(http, address + "/metrics"));
            try (EventPublisher events = EventPublisher.open(KafkaSettings.of(house.bootstrap()))) {
                PrometheusMeterRegistry training = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
                new TrainingMetrics(training, "m", new RefusedSamples(events, Clock.systemUTC()));
                collect(training.scrape());
            }
        }
        MonitoringTest.rules().forEach(rule -> rule.find("record").ifPresent(name -> METRICS.add(name.text())));
    }

    /** One job that succeeds, and one record that is none. */
    private static void work(HttpClient http, House house) throws Exception {
        var picture = new ByteArrayOutputStream();
        ImageIO.write(SamplePicture.draw(24, 16, 1), "png", picture);
        HttpRequest submission = HttpRequest.newBuilder(URI.create(house.url() + "/v1/upscales"))
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(picture.toByteArray()))
                .build();
        assertThat(http.send(submission, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
        try (EventPublisher events = EventPublisher.open(KafkaSettings.of(house.bootstrap()))) {
            events.publish(new OutgoingEvent(Topic.REQUESTS.name(), new byte[] {1}, new byte[] {1, 2, 3}))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void alertsAskForWhatIsExported() {
        MonitoringTest.rules()
                .forEach(rule ->
                        assertThat(METRICS).as(rule.text("expr")).containsAll(Queries.metrics(rule.text("expr"))));
    }

    @Test
    void dashboardsAskForWhatIsExported() {
        for (Yaml dashboard : MonitoringTest.dashboards()) {
            for (Yaml panel : dashboard.at("panels").items()) {
                for (Yaml target : panel.items("targets")) {
                    assertThat(METRICS).as(target.path()).containsAll(Queries.metrics(target.text("expr")));
                }
            }
        }
    }

    @Test
    void docsNameWhatIsExportedAndWhatIsOursIsInTheDocs() {
        // given: "`acuity_jobs_waiting`, `_running`" stands for two
        Set<String> named = new TreeSet<>();
        for (String line :
                Yaml.read(Yaml.ROOT.resolve("docs/operations.md")).lines().toList()) {
            Matcher matcher = Pattern.compile("`((?:acuity|disk)?_[a-z_]+)`")
                    .matcher(line.split("\\|", 3).length > 2 ? line.split("\\|", 3)[1] : "");
            String first = "";
            while (matcher.find()) {
                String name = matcher.group(1);
                first = name.startsWith("_") ? first : name;
                named.add(name.startsWith("_") ? common(first, name) : name);
            }
        }

        // then
        assertThat(named)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(exported(name)).as(name).isTrue());
        assertThat(METRICS.stream().filter(metric -> metric.startsWith("acuity_")))
                .allSatisfy(metric -> assertThat(named).anyMatch(name -> metric.startsWith(name)));
    }

    // The name that ends so and shares the longest beginning with the one written out before.
    private static String common(String first, String ending) {
        String beginning = first;
        while (!beginning.isEmpty()) {
            if (exported(beginning + ending)) {
                return beginning + ending;
            }
            beginning = beginning.contains("_") ? beginning.substring(0, beginning.lastIndexOf('_')) : "";
        }
        return first + ending;
    }

    private static boolean exported(String name) {
        return METRICS.contains(name) || METRICS.contains(name + "_count") || METRICS.contains(name + "_total");
    }

    private static void collect(String page) {
        Matcher matcher = EXPORTED.matcher(page);
        while (matcher.find()) {
            METRICS.add(matcher.group(1));
        }
    }

    private static String get(HttpClient http, String address) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }
}
