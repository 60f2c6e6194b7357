package io.acuity.streaming.metrics;

import io.acuity.events.MetricsWindow;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.FollowedView;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The windows of metrics of the last day, and no more than 10,000: a week of minutes of one model and checkpoint, or a day of
 * seven. The oldest are forgotten first.
 */
public final class MetricsView implements FollowedView {

    private static final int MOST = 10_000;

    private final Clock clock;
    private final NavigableMap<Place, MetricsWindow> windows = new TreeMap<>();
    private final EventTail<MetricsWindow> tail;

    /** Where a window stands in the order of time; the name makes it one of several. */
    private record Place(Instant start, String series) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTime = start.compareTo(other.start);
            return byTime == 0 ? series.compareTo(other.series) : byTime;
        }
    }

    private MetricsView(KafkaSettings kafka, Clock clock) {
        this.clock = clock;
        // A window is written within seconds of its jobs, so what is older lies further back.
        var start = new TailStart.Since(clock.instant().minus(MetricsWindows.KEPT));
        this.tail = EventTail.open(kafka, Topic.METRICS, start, (key, window) -> told(window));
    }

    /**
     * Opens a view.
     *
     * @param kafka the cluster; the topic must exist
     * @return to be closed by the caller
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static MetricsView open(KafkaSettings kafka) {
        return new MetricsView(kafka, Clock.systemUTC());
    }

    /**
     * The windows that begin within a time.
     *
     * @param from inclusive
     * @param to exclusive
     * @return oldest first
     */
    public List<MetricsWindow> between(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        synchronized (windows) {
            return List.copyOf(
                    windows.subMap(new Place(from, ""), new Place(to, "")).values());
        }
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
        return tail.caughtUp();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return tail.ended();
    }

    @Override
    public void close() {
        tail.close();
    }

    private void told(@Nullable MetricsWindow window) {
        if (window == null) {
            return; // The topic forgets by age, and so does this view.
        }
        Place oldest = new Place(clock.instant().minus(MetricsWindows.KEPT), "");
        synchronized (windows) {
            windows.put(new Place(window.getStart(), MetricsWindows.series(window)), window);
            windows.headMap(oldest).clear();
            while (windows.size() > MOST) {
                windows.pollFirstEntry();
            }
        }
    }
}
