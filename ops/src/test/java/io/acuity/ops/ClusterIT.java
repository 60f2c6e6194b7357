package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.cli.sample.SamplePicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    @TempDir
    private Path folder;

    @Test
    void anImageComesBackFourTimesLarger() throws Exception {
        try (Cluster cluster = Cluster.start(folder);
                HttpClient http = HttpClient.newHttpClient()) {
            // given
            var image = new ByteArrayOutputStream();
            ImageIO.write(SamplePicture.draw(24, 16, 1), "png", image);

            // when: the caller waits for the end
            URI upscales = cluster.gateway().resolve("/v1/upscales");
            HttpRequest request = HttpRequest.newBuilder(upscales)
                    .header("Content-Type", "image/png")
                    .header("Prefer", "wait=60")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(image.toByteArray()))
                    .build();
            String job = new String(answer(http, request), StandardCharsets.UTF_8);

            // then
            assertThat(job).contains("succeeded");
            Matcher id = ID.matcher(job);
            assertThat(id.find()).isTrue();
            HttpRequest result = HttpRequest.newBuilder(URI.create(upscales + "/" + id.group(1) + "/result"))
                    .build();
            BufferedImage enlarged = ImageIO.read(new ByteArrayInputStream(answer(http, result)));
            assertThat(enlarged.getWidth()).isEqualTo(96);
            assertThat(enlarged.getHeight()).isEqualTo(64);
        }
    }

    private static byte[] answer(HttpClient http, HttpRequest request) throws Exception {
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer.body();
    }
}
