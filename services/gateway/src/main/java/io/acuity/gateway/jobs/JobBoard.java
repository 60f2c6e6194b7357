package io.acuity.gateway.jobs;

import io.acuity.events.InlinePayload;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
     * News from the topic.
     *
     * @param jobId the record's key
     * @param view the newest view, null when it was removed
     */
    public void tell(String jobId, @Nullable JobView view) {
        synchronized (lock) {
            inlineBytes -= weight(told.remove(jobId));
            accepted.remove(jobId);
            if (view != null) {
                told.put(jobId, view);
                inlineBytes += weight(view);
                forgetOldest();
            }
        }
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
     * Claims an id before its request is published, so that of two equal submissions only one is.
     *
     * @param jobId the id
     * @param fingerprint of image and options
     * @return the view of the job that had the id before; empty when it is now claimed
     */
    public Optional<JobView> admit(String jobId, String fingerprint) {
        synchronized (lock) {
            Optional<JobView> known = find(jobId);
            if (known.isEmpty()) {
                accepted.put(jobId, new Admission(jobId, fingerprint, clock.instant()));
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
        }
    }

    private void forgetOldest() {
        Iterator<JobView> oldest = told.values().iterator();
        while (oldest.hasNext() && (told.size() > limits.jobs() || inlineBytes > limits.inlineBytes())) {
            inlineBytes -= weight(oldest.next());
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
                oldest.remove();
            }
        }
    }

    private static long weight(@Nullable JobView view) {
        return view != null && view.getResult() != null && view.getResult().getOutput() instanceof InlinePayload inline
                ? inline.getData().remaining()
                : 0;
    }

    private record Admission(String jobId, String fingerprint, Instant at) {

        JobView view() {
            return JobView.newBuilder()
                    .setJobId(jobId)
                    .setState(JobState.ACCEPTED)
                    .setAcceptedAt(at)
                    .setUpdatedAt(at)
                    .setFingerprint(fingerprint)
                    .build();
        }
    }
}
