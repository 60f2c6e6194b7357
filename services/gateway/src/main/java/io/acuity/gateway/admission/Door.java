package io.acuity.gateway.admission;

import io.acuity.gateway.access.Caller;
import io.acuity.gateway.jobs.JobBoard;
import io.acuity.gateway.jobs.JobCounts;
import io.acuity.gateway.jobs.UnderWay;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.problem.UnreadBody;
import io.acuity.streaming.topics.Priority;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Decides about each submission before anything of its body is read: whether the service has room for it, and whether its caller may
 * have that room. Owned by the event loop.
 */
public final class Door {

    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMinutes(5);
    /** Where nothing is known of how fast jobs end. */
    private static final Duration UNKNOWN = Duration.ofSeconds(30);
    /** Clips take minutes. */
    private static final Duration CLIP = Duration.ofMinutes(1);
    /** Who comes back shall find room that lasts for more than one caller: this part of the queue. */
    private static final int ROOM = 20;

    private final AdmissionLimits limits;
    private final JobBoard board;
    private final Uploads uploads;
    private final Rates rates = new Rates(TimeMeter.SYSTEM_NANOTIME);
    private final UnderWay entering = new UnderWay();
    private long entered;

    /**
     * The door.
     *
     * @param limits how much is taken on
     * @param board how many jobs there are, and whose
     * @param uploads what is being received
     */
    public Door(AdmissionLimits limits, JobBoard board, Uploads uploads) {
        this.limits = limits;
        this.board = board;
        this.uploads = uploads;
    }

    /**
     * What is known of jobs.
     *
     * @return the gateway's board
     */
    public JobBoard board() {
        return board;
    }

    /**
     * Lets an image in.
     *
     * @param http its request, of whose body nothing was read
     * @param submission takes the image; called when it is let in
     * @return as the submission ends; fails with a {@link RefusedException} when it is not let in
     * @param <T> what a submission comes to
     */
    public <T> Future<T> image(RoutingContext http, Supplier<Future<T>> submission) {
        return through(http, submission, () -> requireQueue(Priority.INTERACTIVE));
    }

    /**
     * Lets a clip in.
     *
     * @param http its request, of whose body nothing was read
     * @param open how many clips have not ended
     * @param submission takes the clip; called when it is let in
     * @return as the submission ends; fails with a {@link RefusedException} when it is not let in
     * @param <T> what a submission comes to
     */
    public <T> Future<T> clip(RoutingContext http, int open, Supplier<Future<T>> submission) {
        return through(http, submission, () -> {
            if (open >= limits.waitingClips()) {
                throw new RefusedException(new Refusal.QueueFull("clips", limits.waitingClips(), CLIP));
            }
        });
    }

    private <T> Future<T> through(RoutingContext http, Supplier<Future<T>> submission, Runnable requireRoom) {
        String caller = Caller.of(http).name();
        try {
            requireRoom.run();
            uploads.requireRoom();
            requireQuota(http, caller);
        } catch (RefusedException e) {
            UnreadBody.refuse(http.vertx(), http.request());
            return Future.failedFuture(e);
        }
        // Until it is on the board, or refused: many at once shall not get by what each alone may.
        String place = Long.toString(entered++);
        entering.begin(caller, place);
        return submission.get().onComplete(end -> entering.end(place));
    }

    /**
     * Requires room in the queue, once it is known for what. Batches fill it to four fifths, so that there is room left for those who
     * wait.
     *
     * @param priority of the image that is to enter
     * @throws RefusedException with {@link Refusal.QueueFull} when there is none
     */
    public void requireQueue(Priority priority) {
        JobCounts counts = board.counts();
        int open = counts.waiting() + counts.running();
        int most =
                priority == Priority.BATCH ? Math.max(1, (int) (4L * limits.waitingJobs() / 5)) : limits.waitingJobs();
        if (open >= most) {
            throw new RefusedException(new Refusal.QueueFull("jobs", most, untilDone(open - most + 1 + most / ROOM)));
        }
    }

    private Duration untilDone(int jobs) {
        Duration known = board.timeFor(jobs).orElse(UNKNOWN);
        return known.compareTo(LATEST) > 0 ? LATEST : known.compareTo(SOONEST) < 0 ? SOONEST : known;
    }

    private void requireQuota(RoutingContext http, String caller) {
        Quota quota = limits.quotas().of(caller);
        Integer most = quota.underWay();
        if (most != null && board.underWay().of(caller) + entering.of(caller) >= most) {
            throw new RefusedException(new Refusal.TooManyUnderWay(most, untilDone(1)));
        }
        Integer perMinute = quota.jobsPerMinute();
        if (perMinute != null) {
            ConsumptionProbe probe = rates.take(caller, perMinute);
            RateHeaders.put(http.response(), perMinute, probe);
            if (!probe.isConsumed()) {
                Duration refill = Duration.ofSeconds(RateHeaders.seconds(probe.getNanosToWaitForRefill()));
                throw new RefusedException(new Refusal.TooFast(perMinute, refill));
            }
        }
    }
}
