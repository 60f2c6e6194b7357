package io.acuity.pipeline;

import io.acuity.events.BlobReference;
import io.acuity.streaming.blob.BlobStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The sources of frames that are on their way, each deleted when its frame has arrived. The publisher adds, the assembler
 * removes; the publisher waits when too many are on their way, so that the store does not grow with the clip.
 */
final class FrameSources {
    private record Source(BlobReference blob, boolean counted) {}

    private final BlobStore store;
    private final Semaphore window;
    private final Map<Long, Source> sources = new ConcurrentHashMap<>();

    FrameSources(BlobStore store, int window, Map<Long, BlobReference> earlier) {
        this.store = store;
        this.window = new Semaphore(window);
        earlier.forEach((index, blob) -> sources.put(index, new Source(blob, false)));
    }

    /** Waits until one more frame may be published. */
    void awaitRoom() throws InterruptedException {
        window.acquire();
    }

    void published(long index, BlobReference blob) {
        sources.put(index, new Source(blob, true));
    }

    /** Where the source of a frame lies; null when it was not requested, or has arrived. */
    @Nullable
    BlobReference find(long index) {
        Source source = sources.get(index);
        return source == null ? null : source.blob;
    }

    /** Deletes the frame's source and makes room for another. */
    void arrived(long index) {
        @Nullable Source source = sources.remove(index);
        if (source != null) {
            store.delete(source.blob);
            if (source.counted) {
                window.release();
            }
        }
    }
}
