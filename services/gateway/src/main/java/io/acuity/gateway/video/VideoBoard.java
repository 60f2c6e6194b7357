package io.acuity.gateway.video;

import io.acuity.events.VideoRequest;
import io.acuity.events.VideoState;
import io.acuity.events.VideoView;
import io.acuity.gateway.access.Caller;
import io.acuity.gateway.jobs.UnderWay;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.FollowedView;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where clips stand, from their two topics: a request without a view is queued. Keeps the newest {@value #MOST_CLIPS}. Safe for any
 * thread; each call is short and holds the board's own lock.
 */
final class VideoBoard implements FollowedView {

    static final int MOST_CLIPS = 2_000;

    private record Place(Instant submittedAt, String videoId) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::submittedAt).thenComparing(Place::videoId);

        static Place of(VideoView view) {
            Instant at = view.getSubmittedAt() == null ? view.getUpdatedAt() : view.getSubmittedAt();
            return new Place(at, view.getVideoId());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final UnderWay underWay;
    private final Object lock = new Object();
    private final Map<String, VideoView> views = new HashMap<>();
    /** Oldest first. */
    private final TreeSet<Place> order = new TreeSet<>();

    private final Map<String, Set<Consumer<VideoView>>> followers = new ConcurrentHashMap<>();
    // Closed from last to first.
    private final Deque<EventTail<?>> tails = new ArrayDeque<>();

    /** A board of nothing, which tells whose clips have ended. */
    VideoBoard(UnderWay underWay) {
        this.underWay = underWay;
    }

    /** Opens a board that follows both topics from their beginnings. */
    static VideoBoard open(KafkaSettings kafka, UnderWay underWay) {
        var board = new VideoBoard(underWay);
        try {
            board.tails.push(EventTail.open(
                    kafka, Topic.VIDEO_VIEWS, new TailStart.Beginning(), (key, view) -> board.tell(key, view)));
            board.tails.push(EventTail.open(kafka, Topic.VIDEOS, new TailStart.Beginning(), (key, request) -> {
                if (request != null && request.getVideoId().equals(key)) {
                    var unused = board.admit(request);
                }
            }));
            return board;
        } catch (RuntimeException e) {
            board.close();
            throw e;
        }
    }

    /** News of a clip; null when its view was removed. */
    void tell(String videoId, @Nullable VideoView view) {
        synchronized (lock) {
            VideoView known = views.get(videoId);
            if (view == null) {
                forget(known);
                underWay.end(videoId);
                return;
            }
            // An assembler that lost a clip may tell of it once more after its successor ended it.
            if (known != null && isFinal(known) && !isFinal(view)) {
                return;
            }
            forget(known);
            put(view);
            if (isFinal(view)) {
                underWay.end(videoId);
            }
        }
        followers.getOrDefault(videoId, Set.of()).forEach(follower -> follower.accept(view));
    }

    /**
     * Claims an id for a clip, which is queued from then on.
     *
     * @return what had the id before; empty when it is now claimed
     */
    Optional<VideoView> admit(VideoRequest request) {
        synchronized (lock) {
            Optional<VideoView> known = find(request.getVideoId());
            if (known.isEmpty()) {
                put(queued(request));
            }
            return known;
        }
    }

    /** Gives a claimed id back, because its request could not be published. */
    void withdraw(String videoId) {
        synchronized (lock) {
            VideoView known = views.get(videoId);
            if (known != null && known.getState() == VideoState.QUEUED) {
                forget(known);
            }
            underWay.end(videoId);
        }
    }

    private static VideoView queued(VideoRequest request) {
        return VideoView.newBuilder()
                .setVideoId(request.getVideoId())
                .setState(VideoState.QUEUED)
                .setUpdatedAt(request.getSubmittedAt())
                .setSubmittedAt(request.getSubmittedAt())
                .setFileName(request.getFileName())
                .setModel(request.getRecipe().getModel())
                .setFingerprint(request.getFingerprint())
                .setOwner(request.getOwner())
                .build();
    }

    private void put(VideoView view) {
        views.put(view.getVideoId(), view);
        order.add(Place.of(view));
        if (views.size() > MOST_CLIPS) {
            String oldest = order.first().videoId();
            forget(views.get(oldest));
            underWay.end(oldest);
        }
    }

    private void forget(@Nullable VideoView view) {
        if (view != null) {
            views.remove(view.getVideoId());
            order.remove(Place.of(view));
        }
    }

    /** How many clips have not ended. */
    int unfinished() {
        synchronized (lock) {
            return (int) views.values().stream().filter(view -> !isFinal(view)).count();
        }
    }

    /** Where a clip stands; empty when nobody told of it. */
    Optional<VideoView> find(String videoId) {
        synchronized (lock) {
            return Optional.ofNullable(views.get(videoId));
        }
    }

    /** Where a clip stands; empty when nobody told of it, or when it is not for the caller to see. */
    Optional<VideoView> find(String videoId, Caller caller) {
        return find(videoId).filter(view -> caller.sees(view.getOwner()));
    }

    /** The newest clips that a caller sees first, so many at most. */
    List<VideoView> newest(int limit, Caller caller) {
        synchronized (lock) {
            List<VideoView> newest = new ArrayList<>();
            for (Place place : order.descendingSet()) {
                if (newest.size() == limit) {
                    return newest;
                }
                find(place.videoId(), caller).ifPresent(newest::add);
            }
            return newest;
        }
    }

    /** Hears of a clip from now on, on the tail's thread, until the returned is run. */
    Runnable follow(String videoId, Consumer<VideoView> follower) {
        followers.compute(videoId, (id, known) -> {
            Set<Consumer<VideoView>> set = known == null ? ConcurrentHashMap.newKeySet() : known;
            set.add(follower);
            return set;
        });
        return () -> followers.computeIfPresent(videoId, (id, known) -> {
            known.remove(follower);
            return known.isEmpty() ? null : known;
        });
    }

    /** Whether nothing will happen to this clip any more. */
    static boolean isFinal(VideoView view) {
        return switch (view.getState()) {
            case UNKNOWN, QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return CompletableFuture.allOf(tails.stream().map(EventTail::caughtUp).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletableFuture<Void> ended() {
        return CompletableFuture.anyOf(tails.stream().map(EventTail::ended).toArray(CompletableFuture<?>[]::new))
                .thenAccept(any -> {});
    }

    @Override
    public void close() {
        while (!tails.isEmpty()) {
            tails.pop().close();
        }
    }
}
