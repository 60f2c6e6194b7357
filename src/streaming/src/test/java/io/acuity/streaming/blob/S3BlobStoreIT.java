package io.acuity.streaming.blob;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.BlobReference;
import io.acuity.fixtures.S3Server;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 store against a real HTTP server with S3's API, in a container or in this process. */
class S3BlobStoreIT extends BlobStoreContract {

    @TempDir
    static Path directory;

    private static S3Server server;
    private static S3Client client;
    private static BlobStore store;

    @BeforeAll
    static void start() {
        server = S3Server.start(directory);
        client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .endpointOverride(server.endpoint())
                .build();
        store = BlobStores.open(server.blobs());
    }

    @AfterAll
    static void stop() {
        store.close();
        client.close();
        server.close();
    }

    @Override
    BlobStore store() {
        return store;
    }

    @Override
    void damage(BlobReference reference) {
        byte[] other = "x".repeat(Math.toIntExact(reference.getSize())).getBytes(StandardCharsets.UTF_8);
        String key = URI.create(reference.getUri()).getPath().substring(1);
        client.putObject(request -> request.bucket(S3Server.BUCKET).key(key), RequestBody.fromBytes(other));
    }

    @Test
    void aServerThatIsAwayIsUnavailable() {
        try (var away = BlobStores.open(URI.create("s3://acuity?endpoint=http://localhost:1"))) {
            assertThatThrownBy(() -> away.put(new byte[] {1}, "x/y"))
                    .isInstanceOf(BlobStoreUnavailableException.class)
                    .hasMessageContaining("s3://acuity/");
        }
    }
}
