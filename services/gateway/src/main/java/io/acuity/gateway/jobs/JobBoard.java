package io.acuity.gateway.jobs;

import io.acuity.events.InlinePayload;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.gateway.access.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The views of all jobs, in memory: those that came by topic, and those this gateway accepted a moment ago and the tracker
 * has not told of yet, so that a caller never gets 404 for an id just received. Written by the tail's thread and the event
 * loop, read by the event loop; each call is short and holds the board's own lock.
 */
public final class JobBoard {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Object lock = new Object();
    private final BoardLimits limits;
    private final Clock clock;
    // Both in order of their last news, oldest first.
    private final LinkedHashMap<String, JobView> told = new LinkedHashMap<>();
    private final LinkedHashMap<String, Admission> accepted = new LinkedHashMap<>();
    private final JobOrder order = new JobOrder();
    private final Throughput throughput = new Throughput();
    private final JobFollowers followers = new JobFollowers();
    private final UnderWay underWay = new UnderWay();
    private long inlineBytes;

    /**
     * An empty board.
     *
     * @param limits its bounds
     * @param clock when jobs were accepted
     */
    public JobBoard(BoardLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * The clock that jobs are accepted by.
     *
     * @return the board's
     */
    public Clock clock() {
        return clock;
    }

    /**
     * News from the topic.
     *
     * @param jobId the record's key
     * @param news the newest view, null when it was removed
     */
    public void tell(String jobId, @Nullable JobView news) {
        JobView view;
        synchronized (lock) {
            view = owned(jobId, news);
            JobView known = told.remove(jobId);
            inlineBytes -= weight(known);
            accepted.remove(jobId);
            order.remove(jobId);
            if (view != null) {
                told.put(jobId, view);
                order.put(view);
                inlineBytes += weight(view);
                countEnd(known, view);
                forgetOldest();
            }
            if (view == null || isFinal(view)) {
                underWay.end(jobId);
            } else if (view.getOwner() != null) {
                underWay.begin(view.getOwner(), jobId);
            }
        }
        if (view != null) {
            followers.tell(view);
        }
    }

    // A worker may be heard of before the request that it works on, which alone says whose it is.
    private @Nullable JobView owned(String jobId, @Nullable JobView news) {
        String owner = find(jobId).map(JobView::getOwner).orElse(null);
        return news == null || owner == null || news.getOwner() != null
                ? news
                : JobView.newBuilder(news).setOwner(owner).build();
    }

    // A job that was never seen unfinished ended before this gateway began to listen.
    private void countEnd(@Nullable JobView before, JobView now) {
        if (before != null && !isFinal(before) && isFinal(now)) {
            throughput.count(clock.instant());
        }
    }

    /**
     * How many jobs stand where.
     *
     * @return a snapshot
     */
    public JobCounts counts() {
        synchronized (lock) {
            return order.counts();
        }
    }

    /**
     * Whose jobs have not ended: of owners all, where nobody is asked for a key those this gateway accepted; the gateway's clips count too.
     *
     * @return the live count
     */
    public UnderWay underWay() {
        return underWay;
    }

    /**
     * How long so many jobs take, all workers together.
     *
     * @param jobs how many
     * @return by the rate at which jobs ended lately; empty when too few did
     */
    public Optional<Duration> timeFor(int jobs) {
        synchronized (lock) {
            return Optional.ofNullable(throughput.of(jobs, clock.instant()));
        }
    }

    /** Whether nothing will happen to this job any more. */
    static boolean isFinal(JobView view) {
        return switch (view.getState()) {
            case UNKNOWN, ACCEPTED, STARTED -> false;
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
        };
    }

    /**
     * What is known about a job, and how it stands among the others.
     *
     * @param jobId its id
     * @return its status; empty when nobody told of it
     */
    public Optional<JobStatus> status(String jobId) {
        synchronized (lock) {
            return find(jobId).map(this::status);
        }
    }

    private JobStatus status(JobView view) {
        Integer ahead = order.ahead(view.getJobId());
        return new JobStatus(view, ahead, left(view, ahead));
    }

    private @Nullable Duration left(JobView view, @Nullable Integer ahead) {
        if (ahead != null) {
            return throughput.of(ahead + 1, clock.instant());
        }
        Instant startedAt = view.getStartedAt();
        long done = view.getTilesDone();
        if (isFinal(view) || startedAt == null || done == 0 || done >= view.getTilesTotal()) {
            return null;
        }
        // Both instants are the worker's, whose clock may differ from ours.
        return Duration.between(startedAt, view.getUpdatedAt())
                .multipliedBy(view.getTilesTotal() - done)
                .dividedBy(done);
    }

    /**
     * Lists jobs, newest first.
     *
     * @param wanted only jobs in this state; null for all
     * @param after where the part before ended; null for the first
     * @param limit how many at most
     * @param caller who sees only its own
     */
    JobPage list(@Nullable JobState wanted, @Nullable JobCursor after, int limit, Caller caller) {
        synchronized (lock) {
            List<JobStatus> page = new ArrayList<>();
            JobOrder.Place last = null;
            for (JobOrder.Place place : order.before(after == null ? null : after.place())) {
                JobView view = find(place.jobId()).orElseThrow();
                if ((wanted == null || view.getState() == wanted) && caller.sees(view.getOwner())) {
                    if (page.size() == limit) {
                        return new JobPage(page, new JobCursor(Objects.requireNonNull(last)));
                    }
                    page.add(status(view));
                    last = place;
                }
            }
            return new JobPage(page, null);
        }
    }

    /** The views with news since an instant, those with the latest news last. */
    List<JobView> since(Instant instant) {
        synchronized (lock) {
            return told.values().stream()
                    .filter(view -> !view.getUpdatedAt().isBefore(instant))
                    .toList();
        }
    }

    /** Who wants to hear of changes. */
    JobFollowers followers() {
        return followers;
    }

    /**
     * What is known about a job.
     *
     * @param jobId its id
     * @return the view; empty when nobody told of it
     */
    public Optional<JobView> find(String jobId) {
        synchronized (lock) {
            JobView view = told.get(jobId);
            if (view == null) {
                Admission admission = accepted.get(jobId);
                return admission == null ? Optional.empty() : Optional.of(admission.view());
            }
            return Optional.of(view);
        }
    }

    /**
     * What a caller may know about a job.
     *
     * @param jobId its id
     * @param caller who asks
     * @return the view; empty when nobody told of it, or when it is somebody else's
     */
    public Optional<JobView> find(String jobId, Caller caller) {
        return find(jobId).filter(view -> caller.sees(view.getOwner()));
    }

    /**
     * Claims an id before its request is published, so that of two equal submissions only one is.
     *
     * @param jobId the id
     * @param fingerprint of image and options
     * @param caller who submits it
     * @return the view of the job that had the id before; empty when it is now claimed
     */
    public Optional<JobView> admit(String jobId, String fingerprint, Caller caller) {
        synchronized (lock) {
            Optional<JobView> known = find(jobId);
            if (known.isEmpty()) {
                Admission admission = new Admission(jobId, fingerprint, caller.owner(), clock.instant());
                accepted.put(jobId, admission);
                order.put(admission.view());
                underWay.begin(caller.name(), jobId);
                forgetAdmissions();
            }
            return known;
        }
    }

    /**
     * Gives a claimed id back because its request could not be published.
     *
     * @param jobId the id
     */
    public void withdraw(String jobId) {
        synchronized (lock) {
            accepted.remove(jobId);
            underWay.end(jobId);
            if (!told.containsKey(jobId)) {
                order.remove(jobId);
            }
        }
    }

    private void forgetOldest() {
        Iterator<JobView> oldest = told.values().iterator();
        while (oldest.hasNext() && (told.size() > limits.jobs() || inlineBytes > limits.inlineBytes())) {
            JobView forgotten = oldest.next();
            inlineBytes -= weight(forgotten);
            order.remove(forgotten.getJobId());
            underWay.end(forgotten.getJobId());
            oldest.remove();
        }
    }

    private void forgetAdmissions() {
        Instant horizon = clock.instant().minus(REMEMBERED);
        Iterator<Admission> oldest = accepted.values().iterator();
        boolean more = true;
        while (more && oldest.hasNext()) {
            Admission next = oldest.next();
            more = accepted.size() > limits.jobs() || next.at().isBefore(horizon);
            if (more) {
                order.remove(next.jobId());
                underWay.end(next.jobId());
                oldest.remove();
            }
        }
    }

    private static long weight(@Nullable JobView view) {
        return view != null && view.getResult() != null && view.getResult().getOutput() instanceof InlinePayload inline
                ? inline.getData().remaining()
                : 0;
    }

    private record Admission(
            String jobId, String fingerprint, @Nullable String owner, Instant at) {

        JobView view() {
            return JobView.newBuilder()
                    .setJobId(jobId)
                    .setState(JobState.ACCEPTED)
                    .setAcceptedAt(at)
                    .setUpdatedAt(at)
                    .setFingerprint(fingerprint)
                    .setOwner(owner)
                    .build();
        }
    }
}
