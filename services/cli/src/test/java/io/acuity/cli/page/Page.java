package io.acuity.cli.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.upload.Offer;
import io.acuity.networks.Precision;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.Keys;

/** The page in Chromium with all services behind it: one of both for all tests that ask for it. */
final class Page implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration JOB_ENDS = Duration.ofMinutes(3);

    private final Path folder;
    private final House house;
    private final Browser browser;

    private Page(Path folder, House house, Browser browser) {
        this.folder = folder;
        this.house = house;
        this.browser = browser;
    }

    /** Gives the page to tests, opened by the first of them and closed after the last. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Page.class;
        }

        @Override
        public Page resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Browser.assumeInstalled();
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Page.class))
                    .computeIfAbsent(Page.class, type -> open(), Page.class);
        }
    }

    private static Page open() {
        try {
            Path folder = Files.createTempDirectory("acuity-page-");
            House house = House.start(HousePlan.local(folder.resolve("data"), BundleCatalog.shipped(), Precision.AUTO)
                    .withClips());
            return new Page(folder, house, Browser.open(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Browser browser() {
        return browser;
    }

    Path folder() {
        return folder;
    }

    String url() {
        return house.url().toString();
    }

    /** Another gateway of the same services, for callers that show who they are. */
    GatewayService startGuarded(AccessSettings access) {
        return GatewayService.start(GatewaySettings.local(
                        0,
                        KafkaSettings.of(house.bootstrap()),
                        house.blobStore(),
                        Offer.unchecked(BundleCatalog.DEFAULT_MODEL))
                .withAccess(access));
    }

    /** As somebody finds it who comes for the first time, on a laptop in daylight. */
    void openAfresh() {
        browser.desktop();
        browser.colours("light");
        browser.goAfresh(url() + "/");
        browser.awaitText("#model", "acuity-s-x4");
    }

    /** A drawn picture as a file. */
    Path sample(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(SamplePicture.draw(width, height, 1), "png", file.toFile());
        return file;
    }

    /** Sends a picture to the masked model, which refines all of it in each of its twenty steps: that takes a while. */
    void sendSlowly(Path picture) {
        browser.run("document.querySelector('[value=MASKED_DIFFUSION]').click()");
        browser.find("[name=lowerBound]").sendKeys("1");
        browser.find("#files").sendKeys(picture.toString());
        browser.find("#submit").sendKeys(Keys.ENTER);
        browser.awaitText("#stage-title", String.valueOf(picture.getFileName()));
    }

    /**
     * Waits until the stage tells that its job is done: on a machine with other work twenty steps take minutes. What the service knows
     * of the job is told when the page does not come to tell it.
     */
    void awaitDone() throws IOException, InterruptedException {
        try {
            await().atMost(JOB_ENDS)
                    .alias("the job on the stage is done")
                    .until(() -> browser.text("#stage .state"), shown -> shown.contains("Done"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "The page says '" + browser.text("#stage .state") + "', the service " + get("/v1/upscales?limit=5"),
                    e);
        }
    }

    /** Waits until no element is wider than a small phone, and nothing is in anybody's way. */
    void isFitForAPhone() throws IOException {
        browser.phone();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(browser.widerThan(360)).isEmpty());
        assertThat(browser.barriers()).isEmpty();
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Posts JSON to the service. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url() + path))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Publishes a checkpoint of a model that nobody here serves, so that its trial stays as it is. */
    void publish(String model, int number, double psnr) throws Exception {
        String id = checkpoint(model, number);
        CheckpointEvent event = CheckpointEvent.newBuilder()
                .setCheckpointId(id)
                .setModel(model)
                .setScale(4)
                .setSystem("residual-shift")
                .setSha256("0".repeat(64))
                .setBundle(new BlobReference("file:///b", "0".repeat(64), 2_000_000L, "application/zip"))
                .setMetrics(Map.of("psnrY", psnr, "ssimY", 0.8 + psnr / 1000))
                .setRunId("street-1")
                .setStep(number * 500L)
                .setCreatedAt(Instant.parse("2026-11-21T12:00:00Z"))
                .build();
        try (var publisher = EventPublisher.open(KafkaSettings.of(house.bootstrap()))) {
            publisher.publish(Topic.CHECKPOINTS, id, event).get(10, TimeUnit.SECONDS);
        }
    }

    static String checkpoint(String model, int number) {
        return model + "@00000000000" + number;
    }

    @Override
    public void close() {
        browser.close();
        house.close();
        House.remove(folder);
    }
}
