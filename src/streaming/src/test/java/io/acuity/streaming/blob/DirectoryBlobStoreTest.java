package io.acuity.streaming.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.BlobReference;
import io.acuity.events.FailureCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {

    @TempDir
    Path root;

    private BlobStore store = BlobStores.directory(Path.of("target"));

    @BeforeEach
    void open() {
        store = BlobStores.open(root.toUri());
    }

    @Override
    BlobStore store() {
        return store;
    }

    @Override
    void damage(BlobReference reference) throws IOException {
        Path file = Path.of(URI.create(reference.getUri()));
        byte[] bytes = Files.readAllBytes(file);
        bytes[17] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void abandonedUploadsAreCollected() throws IOException {
        // given: a process died in the middle of an upload
        Path part = Files.writeString(root.resolve("incoming/dead.part"), "half");
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minusSeconds(100)));

        // then
        assertThat(store.removeOlderThan(Instant.now().minusSeconds(50))).isEqualTo(1);
        assertThat(part).doesNotExist();
    }

    @Test
    void halfAFrameThatAKilledProcessLeftGoesWithItsClip() throws IOException {
        // given: an upload that is never finished, and one of another clip
        BlobUpload half = store.uploadFrame("clip", "x/y");
        BlobUpload others = store.uploadFrame("other", "x/y");

        // when
        int removed = store.removeFrames("clip");

        // then
        assertThat(removed).isEqualTo(1);
        try (var files = Files.list(root.resolve("incoming"))) {
            assertThat(files).hasSize(1);
        }
        half.close();
        others.close();
    }

    @Test
    void storingTheSameContentAgainMakesItYoung() throws IOException {
        // given
        byte[] bytes = random(10, 7);
        Path file = Path.of(URI.create(store.put(bytes, "x/y").getUri()));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(1_000)));

        // when
        store.put(bytes, "x/y");

        // then
        assertThat(store.removeOlderThan(Instant.now().minusSeconds(500))).isZero();
    }

    @Test
    void aStoreThatCannotBeWrittenSaysSo() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertThatThrownBy(() -> BlobStores.directory(file))
                .isInstanceOfSatisfying(
                        BlobStoreUnavailableException.class,
                        e -> assertThat(e.code()).isEqualTo(FailureCode.STORE_UNAVAILABLE))
                .hasMessageContaining("writable");
    }

    @Test
    void otherUrisAreRefusedWithAnExample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlobStores.open(URI.create("ftp://host/blobs")))
                .withMessageContaining("blobs.uri")
                .withMessageContaining("file:///");
    }

    @Test
    void blobsOutliveTheTopicsThatMentionThem() {
        assertThat(BlobCollector.keepForTopics()).hasDays(16);
    }
}
