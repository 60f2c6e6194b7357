package io.acuity.cli.chaos;

import io.acuity.cli.chaos.Uploads.Offer;
import io.acuity.events.BlobReference;
import io.acuity.events.FailureCode;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submits pictures by reference, and removes one in five from the store, just before the job is submitted or just after: the job must fail
 * with PAYLOAD_MISSING, or succeed if the worker was faster, and all others succeed.
 */
final class BlobDeleted implements Fault {
    private static final int OF = 5;

    private @Nullable BlobStore store;
    private int deleted;

    @Override
    public void submit(Scene scene, int number, byte[] image) {
        BlobReference reference = store(scene).put(image, "image/png");
        String body = String.format(
                Locale.ROOT,
                "{\"input\": {\"sha256\": \"%s\", \"size\": %d, \"mediaType\": \"image/png\"}}",
                reference.getSha256(),
                reference.getSize());
        boolean victim = scene.random().nextInt(OF) == 0;
        boolean before = scene.random().nextBoolean();
        if (victim && before) {
            delete(reference);
        }
        scene.uploads()
                .offer(new Offer(
                        Offer.key(scene.plan(), number), "application/json", () -> BodyPublishers.ofString(body)));
        if (victim && !before) {
            delete(reference);
        }
    }

    private BlobStore store(Scene scene) {
        if (store == null) {
            store = BlobStores.open(scene.house().blobs());
        }
        return store;
    }

    private void delete(BlobReference reference) {
        try {
            Files.delete(Path.of(URI.create(reference.getUri())));
            deleted++;
        } catch (IOException e) {
            throw new UncheckedIOException("The picture that was just stored cannot be deleted.", e);
        }
    }

    @Override
    public void act(Scene scene, long nowNanos) {
        // It happens where the jobs are submitted.
    }

    @Override
    public int strikes() {
        return deleted;
    }

    @Override
    public List<String> problems(Scene scene, Books books) {
        long missing = books.failed().getOrDefault(FailureCode.PAYLOAD_MISSING.name(), 0L);
        long failed =
                books.failed().values().stream().mapToLong(Long::longValue).sum();
        return missing == failed && missing > 0 && missing <= deleted
                ? List.of()
                : List.of(deleted + " pictures were deleted, and jobs failed of " + books.failed());
    }

    @Override
    public Map<String, Object> figures() {
        return Map.of("deleted", deleted);
    }
}
