package io.acuity.worker.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.UnknownModelException;
import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.events.BlobReference;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointShelfTest {
    private static final ModelBundle BUNDLE = BundleCatalog.find(BundleCatalog.DEFAULT_MODEL);
    private static final String ID = BUNDLE.checkpointId();

    @TempDir
    private Path folder;

    private BlobStore store;

    @BeforeEach
    void open() {
        store = BlobStores.directory(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCheckpointWhoseEventComesLateIsWaitedFor() throws Exception {
        // given
        CheckpointShelf shelf = new CheckpointShelf(store, Duration.ofSeconds(10));
        CompletableFuture<ModelBundle> fetched = CompletableFuture.supplyAsync(() -> fetch(shelf, ID));

        // when
        shelf.told(ID, event(BUNDLE.sha256()));

        // then
        assertThat(fetched.get().sha256()).isEqualTo(BUNDLE.sha256());
        shelf.told(ID, event(BUNDLE.sha256()));
        assertThat(fetch(shelf, ID).checkpointId()).isEqualTo(ID);
    }

    @Test
    void aCheckpointThatNobodyPublishedOrSomebodyRemovedIsUnknown() {
        // given
        CheckpointShelf shelf = new CheckpointShelf(store, Duration.ofMillis(5));
        shelf.told(ID, event(BUNDLE.sha256()));
        shelf.told(ID, null);

        // then
        assertThatThrownBy(() -> shelf.fetch(ID))
                .isInstanceOf(UnknownModelException.class)
                .hasMessageContaining(ID);
    }

    @Test
    void aBundleThatIsNotTheOneItsEventPromisedIsRefused() {
        // given
        CheckpointShelf shelf = new CheckpointShelf(store, Duration.ofSeconds(1));
        shelf.told(ID, event("0".repeat(64)));

        // then
        assertThatThrownBy(() -> shelf.fetch(ID))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("promised");
    }

    @Test
    void onlyACheckpointOfTheSameNetworkCanTakeAnothersPlace() {
        // given
        ModelBundle masked = BundleCatalog.find(BundleCatalog.MASKED_MODEL);

        // then
        Architecture.requireSame(BUNDLE.description(), BUNDLE.description(), ID);
        assertThatThrownBy(() ->
                        Architecture.requireSame(BUNDLE.description(), masked.description(), masked.checkpointId()))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("another model");
    }

    private CheckpointEvent event(String sha256) {
        BlobReference archive = store.put(BundleArchive.encode(BUNDLE), BundleArchive.MEDIA_TYPE);
        return CheckpointEvent.newBuilder()
                .setCheckpointId(ID)
                .setModel(BUNDLE.description().name())
                .setScale(4)
                .setSystem(BUNDLE.description().system())
                .setSha256(sha256)
                .setBundle(archive)
                .setCreatedAt(Instant.EPOCH)
                .build();
    }

    private static ModelBundle fetch(CheckpointShelf shelf, String checkpoint) {
        try {
            return shelf.fetch(checkpoint);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
