package io.acuity.pipeline;

import io.acuity.events.BlobReference;
import io.acuity.events.Cost;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.FramePixels;
import io.acuity.video.pam.PamFrames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Workers and tracker in one: answers requests with every pixel repeated twice in both directions, in the clip's order. */
final class FakeWorkers implements AutoCloseable {
    static final int SCALE = 2;

    private final BlobStore store;
    private final EventPublisher publisher;
    private final EventTail<FrameRequest> tail;
    private final Map<String, TreeMap<Long, FrameRequest>> waiting = new HashMap<>();
    private final Map<String, Long> released = new HashMap<>();
    /** Every request that was ever seen, as clip and index. */
    final List<String> requested = new CopyOnWriteArrayList<>();
    /** Frames that fail, as clip and index. */
    final List<String> failing = new CopyOnWriteArrayList<>();

    FakeWorkers(KafkaSettings kafka, BlobStore store) {
        this.store = store;
        this.publisher = EventPublisher.open(kafka);
        this.tail = EventTail.open(kafka, Topic.FRAMES, new TailStart.End(), (key, request) -> {
            if (request != null) {
                answer(request);
            }
        });
    }

    private void answer(FrameRequest request) {
        String clip = request.getClipId();
        requested.add(clip + " " + (request.getEnd() ? "end" : request.getIndex()));
        waiting.computeIfAbsent(clip, name -> new TreeMap<>()).put(request.getIndex(), request);
        long next = released.getOrDefault(clip, 0L);
        TreeMap<Long, FrameRequest> requests = waiting.get(clip);
        while (requests.containsKey(next)) {
            publisher
                    .publish(Topic.FRAME_RESULTS, clip, result(requests.remove(next)))
                    .join();
            next++;
        }
        released.put(clip, next);
    }

    private FrameResult result(FrameRequest request) {
        FrameResult.Builder result = FrameResult.newBuilder()
                .setClipId(request.getClipId())
                .setIndex(request.getIndex())
                .setSegment(request.getSegment())
                .setTime(request.getTime())
                .setAt(Instant.EPOCH);
        if (request.getEnd()) {
            return result.setState(FrameState.END).build();
        }
        if (failing.contains(request.getClipId() + " " + request.getIndex())) {
            return result.setState(FrameState.FAILED)
                    .setFailure(new Failure(FailureCode.INTERNAL, "The network was not in the mood."))
                    .build();
        }
        String clip = request.getClipId();
        FramePixels pixels = PamFrames.decode(store.read((BlobReference) request.getImage()), 1 << 20);
        byte[] bytes = PamFrames.encode(repeated(pixels), "result " + clip + " " + request.getIndex());
        BlobReference blob = store.putFrame(clip, bytes, PamFrames.MEDIA_TYPE);
        return result.setState(FrameState.UPSCALED)
                .setImage(blob)
                .setTiles(6)
                .setTilesReused(4)
                .setCost(new Cost(1L, 100L, 300L, 0L, 0L, 0L, 0L, 0L, 0L))
                .build();
    }

    /** Every pixel twice in both directions. */
    static FramePixels repeated(FramePixels pixels) {
        FramePixels large = FramePixels.black(pixels.width() * SCALE, pixels.height() * SCALE, pixels.bitDepth());
        int pixel = 3 * pixels.bitDepth() / 8;
        for (int y = 0; y < large.height(); y++) {
            for (int x = 0; x < large.width(); x++) {
                int from = (y / SCALE * pixels.width() + x / SCALE) * pixel;
                System.arraycopy(pixels.samples(), from, large.samples(), (y * large.width() + x) * pixel, pixel);
            }
        }
        return large;
    }

    /** The requests of one name, in the order they were seen. */
    List<String> requestsOf(String clip) {
        List<String> found = new ArrayList<>(requested);
        found.removeIf(request -> !request.startsWith(clip + " "));
        return found;
    }

    @Override
    public void close() {
        tail.close();
        publisher.close();
    }
}
