package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.BlobReference;
import io.acuity.events.DatasetSample;
import io.acuity.events.DatasetSplit;
import io.acuity.gateway.Client.Answer;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.dataset.DatasetChange;
import io.acuity.streaming.dataset.DatasetOffsets;
import io.acuity.streaming.dataset.DatasetReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetIT {

    private static final Map<String, String> PNG = Map.of("Content-Type", "image/png");

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static Client client;

    @BeforeAll
    static void start() {
        house = GatewayHouse.start(directory);
        client = new Client(house.serve(house.settings(GatewayHouse.ANY)).port());
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void anImageBecomesASampleOnceAndCanBeRemoved() throws Exception {
        // given: large enough for the store
        byte[] image = picture(400, 320, 1);
        String path = "/v1/datasets/single/samples?split=validation&licence=CC0-1.0&tag=city=Oslo&tag=night=no";

        // when
        Answer created = client.send("POST", path, PNG, image);
        Answer again = client.send("POST", path, PNG, image);

        // then
        assertThat(created.status()).isEqualTo(201);
        String id = created.json().getString("id");
        assertThat(created.header("Location")).isEqualTo("/v1/datasets/single/samples/" + id);
        assertThat(again.json()).isEqualTo(created.json());
        Map<String, DatasetSample> samples = samples("single");
        assertThat(samples).containsOnlyKeys("single/" + id);
        DatasetSample sample = samples.values().iterator().next();
        assertThat(sample.getSplit()).isEqualTo(DatasetSplit.VALIDATION);
        assertThat(sample.getLicence()).isEqualTo("CC0-1.0");
        assertThat(sample.getTags()).isEqualTo(Map.of("city", "Oslo", "night", "no"));
        assertThat(((BlobReference) sample.getImage()).getUri()).contains("/datasets/");
        try (var store = BlobStores.directory(directory.resolve("blobs"))) {
            assertThat(new Payloads(store).read(sample.getImage())).isEqualTo(image);
        }

        // and when removed, twice
        assertThat(client.delete("/v1/datasets/single/samples/" + id).status()).isEqualTo(204);
        assertThat(client.delete("/v1/datasets/single/samples/" + id).status()).isEqualTo(204);
        assertThat(samples("single")).isEmpty();
    }

    @Test
    void aFormBringsAPairAndAWrongSizeIsRefusedWithoutATraceInTheDatasets() throws Exception {
        // given
        byte[] image = picture(400, 320, 2);
        String path = "/v1/datasets/pairs/samples";

        // when
        Answer pair =
                client.postForm(path, Map.of("file", image, "lr", picture(100, 80, 3)), Map.of("source", "0001.png"));
        Answer wrong = client.postForm(path, Map.of("file", picture(400, 320, 4), "lr", picture(100, 81, 5)), Map.of());

        // then
        assertThat(pair.status()).isEqualTo(201);
        assertThat(pair.json().getBoolean("pair")).isTrue();
        assertProblem(wrong, 422, "INVALID_SAMPLE");
        Map<String, DatasetSample> samples = samples("pairs");
        assertThat(samples).hasSize(1);
        DatasetSample sample = samples.values().iterator().next();
        assertThat(sample.getSourceName()).isEqualTo("0001.png");
        assertThat(sample.getLowRes()).isNotNull();
        String sha256 = sample.getSha256();
        assertThat(directory
                        .resolve("blobs/datasets")
                        .resolve(sha256.substring(0, 2))
                        .resolve(sha256))
                .exists();
        try (var stored = Files.walk(directory.resolve("blobs/datasets"))) {
            assertThat(stored.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "d/samples?split=some,100,image/png,400,INVALID_REQUEST",
        "d/samples?tag=none,100,image/png,400,INVALID_REQUEST",
        "d/samples?colour=red,100,image/png,400,INVALID_REQUEST",
        ".d/samples,100,image/png,400,INVALID_REQUEST",
        "d/samples,63,image/png,422,INVALID_SAMPLE",
        "d/samples,0,image/png,422,UNREADABLE_IMAGE",
        "d/samples,100,text/plain,415,UNSUPPORTED_MEDIA_TYPE"
    })
    void whatCannotBeASampleIsAProblem(String path, int side, String type, int status, String code) throws Exception {
        // given
        byte[] body = side == 0 ? new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13} : picture(side, side, 6);

        // when
        Answer answer = client.send("POST", "/v1/datasets/" + path, Map.of("Content-Type", type), body);

        // then
        assertProblem(answer, status, code);
    }

    @Test
    void anIdThatIsNoneIsAProblem() throws Exception {
        assertProblem(client.delete("/v1/datasets/d/samples/nonsense"), 400, "INVALID_REQUEST");
        assertProblem(client.get("/v1/datasets/d/samples/0123456789abcdef"), 405, "NO_SUCH_OPERATION");
    }

    private static Map<String, DatasetSample> samples(String dataset) throws Exception {
        var samples = new ConcurrentHashMap<String, DatasetSample>();
        try (var reader = DatasetReader.open(house.kafka(), DatasetOffsets.BEGINNING, change -> {
            switch (change) {
                case DatasetChange.Published published ->
                    samples.put(published.key().toString(), published.sample());
                case DatasetChange.Removed removed ->
                    samples.remove(removed.key().toString());
            }
        })) {
            reader.caughtUp().get(20, TimeUnit.SECONDS);
        }
        samples.keySet().removeIf(key -> !key.startsWith(dataset + "/"));
        return samples;
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("code")).isEqualTo(code);
        assertThat(answer.json().getString("detail")).isNotBlank();
    }

    private static byte[] picture(int width, int height, long seed) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, "png", out)).isTrue();
        return out.toByteArray();
    }
}
