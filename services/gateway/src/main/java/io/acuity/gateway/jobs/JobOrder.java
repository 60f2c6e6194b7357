package io.acuity.gateway.jobs;

import io.acuity.events.JobState;
import io.acuity.events.JobView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The jobs of a board by age, and those of them that wait for a worker. Not safe for threads: the board's lock guards it. */
final class JobOrder {

    private static final int MOST_COUNTED = 1_000;

    private final Map<String, Place> places = new HashMap<>();
    private final NavigableSet<Place> byAge = new TreeSet<>();
    private final NavigableSet<Place> waiting = new TreeSet<>();
    private final Set<String> running = new HashSet<>();

    /**
     * Where a job stands among others: by acceptance in whole milliseconds, then by id, so that no two are equal.
     *
     * @param acceptedAt when it was accepted, or first heard of
     * @param jobId its id
     */
    record Place(Instant acceptedAt, String jobId) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::acceptedAt).thenComparing(Place::jobId);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** A job is new or has changed. */
    void put(JobView view) {
        remove(view.getJobId());
        Instant acceptedAt = view.getAcceptedAt();
        Instant at = acceptedAt == null ? view.getUpdatedAt() : acceptedAt;
        Place place = new Place(at.truncatedTo(ChronoUnit.MILLIS), view.getJobId());
        places.put(view.getJobId(), place);
        byAge.add(place);
        if (view.getState() == JobState.ACCEPTED) {
            waiting.add(place);
        } else if (view.getState() == JobState.STARTED) {
            running.add(view.getJobId());
        }
    }

    JobCounts counts() {
        return new JobCounts(places.size(), waiting.size(), running.size());
    }

    /** A job is forgotten. */
    void remove(String jobId) {
        Place place = places.remove(jobId);
        if (place != null) {
            byAge.remove(place);
            waiting.remove(place);
            running.remove(jobId);
        }
    }

    /** The jobs older than a place, or all, newest first. */
    Iterable<Place> before(@Nullable Place place) {
        return place == null
                ? byAge.descendingSet()
                : byAge.headSet(place, false).descendingSet();
    }

    /**
     * How many jobs wait for a worker longer than this one; null when it does not wait, or when they are more than
     * {@value #MOST_COUNTED}: counting further would hold up the board for a number nobody needs exactly.
     */
    @Nullable
    Integer ahead(String jobId) {
        Place place = places.get(jobId);
        if (place == null || !waiting.contains(place)) {
            return null;
        }
        int ahead = 0;
        for (Place longer : waiting) {
            if (longer.equals(place)) {
                return ahead;
            }
            ahead++;
            if (ahead > MOST_COUNTED) {
                return null;
            }
        }
        return ahead;
    }
}
