package io.acuity.streaming.blob;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.adobe.testing.s3mock.S3MockApplication;
import io.acuity.events.BlobReference;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 store against a real HTTP server with S3's API in this process. */
class S3BlobStoreIT extends BlobStoreContract {

    private static final String BUCKET = "acuity";

    @TempDir
    static Path directory;

    private static S3MockApplication server;
    private static S3Client client;
    private static BlobStore store;

    @BeforeAll
    static void start() throws IOException {
        // The client looks for credentials in system properties first; the server takes any.
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        int port = freePort();
        server = S3MockApplication.start(new HashMap<>(Map.of(
                S3MockApplication.PROP_HTTP_PORT,
                port,
                S3MockApplication.PROP_HTTPS_PORT,
                S3MockApplication.RANDOM_PORT,
                S3MockApplication.PROP_SILENT,
                true,
                "com.adobe.testing.s3mock.store.root",
                directory.toString())));
        String endpoint = "http://localhost:" + port;
        client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .endpointOverride(URI.create(endpoint))
                .build();
        client.createBucket(request -> request.bucket(BUCKET));
        store = BlobStores.open(URI.create("s3://" + BUCKET + "/blobs?endpoint=" + endpoint));
    }

    @AfterAll
    static void stop() {
        store.close();
        client.close();
        server.stop();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    BlobStore store() {
        return store;
    }

    @Override
    void damage(BlobReference reference) {
        byte[] other = "x".repeat(Math.toIntExact(reference.getSize())).getBytes(StandardCharsets.UTF_8);
        String key = URI.create(reference.getUri()).getPath().substring(1);
        client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(other));
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
