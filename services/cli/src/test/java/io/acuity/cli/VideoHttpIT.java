package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.assembler.AssemblerService;
import io.acuity.assembler.AssemblerSettings;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.networks.Precision;
import io.acuity.streaming.KafkaSettings;
import io.acuity.video.Frame;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips over HTTP, through gateway, assembler, worker and tracker. */
class VideoHttpIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static House house;

    private AssemblerService assembler = assembler();

    @BeforeAll
    static void start() {
        house = House.start(
                HousePlan.local(folder.resolve("data"), List.of(BundleCatalog.DEFAULT_MODEL), Precision.AUTO)
                        .withFrames(true));
    }

    @AfterEach
    void close() {
        assembler.close();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void aClipComesBackWithAllItsFramesItsSoundAndItsPreviews() throws Exception {
        // given
        Path clip = clip("moving.mp4", 10, true);

        // when
        HttpResponse<String> accepted =
                submit(Files.readAllBytes(clip), "?contactSheet=true&sideBySide=true&fileName=moving.mp4", "key-1");
        String id = JSON.readTree(accepted.body()).path("id").asText();
        HttpResponse<String> again =
                submit(Files.readAllBytes(clip), "?contactSheet=true&sideBySide=true&fileName=moving.mp4", "key-1");
        JsonNode video = ended(id);

        // then
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Location")).contains("/v1/videos/" + id);
        assertThat(JSON.readTree(again.body()).path("id").asText()).isEqualTo(id);
        assertThat(video.path("status").asText()).as(video.toString()).isEqualTo("succeeded");
        JsonNode result = video.path("result");
        assertThat(result.path("framesIn").asInt()).isEqualTo(10);
        assertThat(result.path("framesOut").asInt()).isEqualTo(10);
        assertThat(result.path("audioPackets").asInt()).isPositive();
        assertThat(result.path("name").asText()).isEqualTo("moving-acuity.mp4");
        assertThat(video.path("progress").path("framesExpected").asInt()).isEqualTo(10);
        assertThat(video.path("progress").path("networkPixels").asLong()).isPositive();

        // and: what is said is what is there
        Path large = Files.write(folder.resolve("large.mp4"), bytes(id, "/result", null));
        assertThat(framesOf(large)).isEqualTo(10);
        assertThat(new String(bytes(id, "/contact-sheet", null), 1, 3, StandardCharsets.US_ASCII))
                .isEqualTo("PNG");
        assertThat(framesOf(Files.write(folder.resolve("both.mp4"), bytes(id, "/side-by-side", null))))
                .isEqualTo(10);

        // and: a player can seek
        HttpResponse<byte[]> part = get(id, "/result", "bytes=4-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(new String(part.body(), StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 4-7/" + Files.size(large));
        assertThat(part.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(get(id, "/result", "bytes=99999999-").statusCode()).isEqualTo(416);

        // and: nothing is left of the work
        try (var clips = Files.list(folder.resolve("assembler").resolve("clips"))) {
            assertThat(clips).isEmpty();
        }
    }

    @Test
    void whatIsNoClipFailsWithASentenceAndTheNextOneIsTaken() throws Exception {
        // given
        byte[] text = "this is no clip at all, only words".getBytes(StandardCharsets.UTF_8);

        // when
        String words = id(submit(text, "?fileName=letter.mp4", null));
        String missing = id(submit(Files.readAllBytes(clip("few.mp4", 2, false)), "?model=nobody-x4", null));
        String fine = id(submit(Files.readAllBytes(clip("few.mp4", 2, false)), "", null));

        // then
        JsonNode failed = ended(words);
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("failure").path("code").asText()).isEqualTo("UNREADABLE_IMAGE");
        assertThat(failed.path("failure").path("message").asText())
                .contains("letter.mp4")
                .doesNotContain(folder.toString())
                .endsWith(".");
        assertThat(get(words, "/result", null).statusCode()).isEqualTo(422);
        assertThat(missing).isEmpty();
        assertThat(ended(fine).path("status").asText()).isEqualTo("succeeded");
        assertThat(get(fine, "/contact-sheet", null).statusCode()).isEqualTo(404);
    }

    @Test
    void aClipIsCancelledWhileItRuns() throws Exception {
        // given
        String id = id(submit(Files.readAllBytes(clip("long.mp4", 120, false)), "?changes=false", null));
        await().atMost(SOON)
                .until(() -> video(id).path("progress").path("framesDone").asInt() > 0);

        // when
        int asked = HTTP.send(HttpRequest.newBuilder(at(id)).DELETE().build(), BodyHandlers.discarding())
                .statusCode();

        // then
        assertThat(asked).isEqualTo(202);
        assertThat(ended(id).path("status").asText()).isEqualTo("cancelled");
        assertThat(get(id, "/result", null).statusCode()).isEqualTo(410);
        assertThat(folder.resolve("assembler").resolve("clips").resolve(id)).doesNotExist();
        try (Stream<Path> left = Files.walk(folder.resolve("data/blobs/frames"))) {
            assertThat(left.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains(id)))
                    .as("frames in the store, but for what a worker stored in this very moment")
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void anotherAssemblerGoesOnWhereOneStopped() throws Exception {
        // given: one that stopped when the first piece of 32 frames was done
        String id = id(submit(Files.readAllBytes(clip("two.mp4", 70, true)), "?changes=false&fileName=two.mp4", null));
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> video(id).path("progress").path("framesDone").asInt() >= 32);
        assembler.close();
        Path piece = folder.resolve("assembler/clips").resolve(id).resolve(".two-acuity.mp4.acuity/segment-000000");
        assertThat(piece).exists();
        assertThat(video(id).path("status").asText()).isEqualTo("running");

        // when
        assembler = assembler();

        // then
        JsonNode video = ended(id);
        assertThat(video.path("status").asText()).as(video.toString()).isEqualTo("succeeded");
        assertThat(video.path("result").path("framesOut").asInt()).isEqualTo(70);
        assertThat(framesOf(Files.write(folder.resolve("gone-on.mp4"), bytes(id, "/result", null))))
                .isEqualTo(70);
    }

    private static AssemblerService assembler() {
        return AssemblerService.start(AssemblerSettings.of(
                KafkaSettings.of(house.bootstrap()), house.blobStore(), folder.resolve("assembler"), "a1"));
    }

    private static Path clip(String name, int frames, boolean tone) {
        Path file = folder.resolve(name);
        var settings =
                new SampleClipSettings(SampleScene.MOVING_OBJECT, 96, 64, frames, 1, false, tone, false, false, 0);
        var unused = new SampleClip(settings).write(file, EncodeSettings.defaults());
        return file;
    }

    private static long framesOf(Path clip) {
        try (ClipReader reader = ClipReader.open(clip)) {
            long frames = 0;
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames++;
            }
            return frames;
        }
    }

    private static HttpResponse<String> submit(byte[] clip, String options, @Nullable String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(house.url() + "/v1/videos" + options))
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofByteArray(clip));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /** The id of an accepted clip; empty for a refused one. */
    private static String id(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("id").asText();
    }

    private static JsonNode ended(String id) {
        return await().atMost(SOON).until(() -> video(id), video -> video.has("completedAt"));
    }

    private static JsonNode video(String id) throws Exception {
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(at(id)).build(), BodyHandlers.ofString())
                .body());
    }

    private static byte[] bytes(String id, String path, @Nullable String range) throws Exception {
        HttpResponse<byte[]> answer = get(id, path, range);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<byte[]> get(String id, String path, @Nullable String range) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(at(id) + path));
        if (range != null) {
            request.header("Range", range);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static URI at(String id) {
        return URI.create(house.url() + "/v1/videos/" + id);
    }
}
