package io.acuity.gateway.metrics;

import io.acuity.events.MetricsWindow;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.upload.GivenOptions;
import io.acuity.streaming.metrics.MetricsWindows;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which windows are asked for.
 *
 * @param model of this model only; null for all
 * @param checkpoint of this checkpoint only; null for all
 * @param from windows that begin then or later
 * @param to windows that begin before
 * @param length of the windows that are answered, whole minutes
 * @param limit how many at most, the newest
 */
record MetricsQuery(
        @Nullable String model, @Nullable String checkpoint, Instant from, Instant to, Duration length, int limit) {

    static final int DEFAULT_LIMIT = 200;

    // Beyond what clocks tell, and within what can be counted in milliseconds.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** The newest windows first. */
    record Answer(List<MetricsWindow> windows, boolean truncated) {}

    /** Reads the query of a request; the contract has checked the form of what is a number or one of a few words. */
    static MetricsQuery of(MultiMap query, Instant now) {
        String length = query.get("window");
        String limit = query.get("limit");
        Instant to = instant(query, "to", now);
        Instant from = instant(query, "from", to.minus(MetricsWindows.KEPT));
        if (!from.isBefore(to)) {
            throw new RefusedException(new Refusal.InvalidRequest("The parameter from, " + from
                    + ", must lie before to, " + to + "; leave both out for the last day."));
        }
        Duration window = length == null ? MetricsWindows.LENGTH : Duration.parse(length);
        return new MetricsQuery(
                query.get("model"),
                query.get("checkpoint"),
                // Only whole windows are told.
                MetricsWindows.start(from, window),
                to,
                window,
                limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit));
    }

    /** Puts minutes together and leaves out what was not asked for. */
    Answer of(Collection<MetricsWindow> minutes) {
        var windows = new TreeMap<String, MetricsWindow>();
        for (MetricsWindow minute : minutes) {
            if (isAskedFor(minute)) {
                Instant start = MetricsWindows.start(minute.getStart(), length);
                windows.merge(start + " " + MetricsWindows.series(minute), minute, MetricsWindows::sum);
            }
        }
        List<MetricsWindow> newest = new ArrayList<>();
        for (MetricsWindow window : windows.descendingMap().values()) {
            if (newest.size() == limit) {
                return new Answer(newest, true);
            }
            newest.add(whole(window));
        }
        return new Answer(newest, false);
    }

    private boolean isAskedFor(MetricsWindow minute) {
        return (model == null || model.equals(minute.getModel()))
                && (checkpoint == null || checkpoint.equals(minute.getCheckpoint()));
    }

    private MetricsWindow whole(MetricsWindow window) {
        Instant start = MetricsWindows.start(window.getStart(), length);
        // A copy: a window of one minute alone is still the view's own record.
        return MetricsWindow.newBuilder(window)
                .setStart(start)
                .setEnd(start.plus(length))
                .build();
    }

    private static Instant instant(MultiMap query, String name, Instant otherwise) {
        String given = query.get(name);
        if (given == null) {
            return otherwise;
        }
        try {
            Instant instant = Instant.parse(given);
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
                throw new RefusedException(new Refusal.InvalidRequest(
                        "The parameter " + name + " is '" + given + "' but must lie in the years 1970 to 9999."));
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new RefusedException(
                    new Refusal.InvalidRequest("The parameter " + name + " is '" + GivenOptions.shortened(given)
                            + "' but must be an instant, such as 2026-11-21T12:00:00Z."),
                    e);
        }
    }
}
