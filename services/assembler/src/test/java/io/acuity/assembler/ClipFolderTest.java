package io.acuity.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.BlobReference;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFolderTest {
    @TempDir
    Path root;

    @Test
    void aSourceIsFetchedOnceAndNamedAsItsOwnerDoes() throws IOException {
        // given
        ClipFolder folder = ClipFolders.open(root).of("a");
        try (BlobStore store = BlobStores.open(root.resolve("blobs").toUri())) {
            BlobReference clip = store.put("clip".getBytes(StandardCharsets.UTF_8), "video/mp4");
            folder.begin();

            // when
            Path source = folder.fetch(clip, "../../the sea?.mp4", store);
            Path again = folder.fetch(clip, "../../the sea?.mp4", store);

            // then
            assertThat(source).hasContent("clip").isEqualTo(again);
            assertThat(source).startsWith(folder.path().resolve("source"));
            assertThat(source.getFileName().toString()).endsWith("the sea_.mp4").doesNotStartWith(".");
        }
    }

    @Test
    void processesThatDiedOverAClipAreCountedUntilOneSurvives() throws IOException {
        // given
        ClipFolder folder = ClipFolders.open(root).of("a");

        // then
        assertThat(folder.begin()).isEqualTo(1);
        assertThat(folder.begin()).isEqualTo(2);

        // and when
        folder.survived();

        // then
        assertThat(folder.begin()).isEqualTo(1);
    }

    @Test
    void nothingIsLeftOfAClipThatIsDone() throws IOException {
        // given
        ClipFolder folder = ClipFolders.open(root).of("a");
        folder.begin();
        Files.createDirectories(folder.file("source").resolve("deep"));

        // when
        folder.remove();
        folder.remove();

        // then
        assertThat(folder.path()).doesNotExist();
    }
}
