package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Prefer: wait=N} (RFC 7240): holds an answer until the job has ended, N seconds at most. Holding costs a small object, no
 * thread.
 */
public final class JobWait {

    /** Longer waits are cut: what sits between caller and gateway often gives up after a minute. */
    public static final int LONGEST_SECONDS = 60;

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?=$|[,;])");

    private final JobBoard board;

    /**
     * Waits for jobs of a board.
     *
     * @param board what is known of jobs
     */
    public JobWait(JobBoard board) {
        this.board = board;
    }

    /**
     * What a request prefers. Preferences that are not understood are ignored, as the RFC wants.
     *
     * @return seconds to wait; 0 for none
     */
    static int seconds(RoutingContext http) {
        for (String header : http.request().headers().getAll("Prefer")) {
            Matcher wait = WAIT.matcher(header);
            if (wait.find()) {
                return Math.min(LONGEST_SECONDS, Integer.parseInt(wait.group(1)));
            }
        }
        return 0;
    }

    /** Whether a request waited, and the job has ended. */
    public boolean isOver(RoutingContext http, JobView now) {
        return seconds(http) > 0 && JobBoard.isFinal(now);
    }

    /**
     * Waits as long as the request prefers. Call from its event loop.
     *
     * @return the job when it has ended, or as it stands when the time is over; succeeds at once when the request prefers no wait
     */
    public Future<JobView> until(RoutingContext http, JobView now) {
        int seconds = seconds(http);
        if (seconds == 0 || JobBoard.isFinal(now)) {
            return Future.succeededFuture(now);
        }
        String jobId = now.getJobId();
        http.response().putHeader("Preference-Applied", "wait=" + seconds);
        Context loop = http.vertx().getOrCreateContext();
        Promise<JobView> ended = Promise.promise();
        var following = board.followers().follow(jobId, view -> {
            if (JobBoard.isFinal(view)) {
                loop.runOnContext(none -> ended.tryComplete(view));
            }
        });
        long timer = http.vertx()
                .setTimer(
                        seconds * 1000L,
                        over -> ended.tryComplete(board.find(jobId).orElse(now)));
        // It may have ended between the first look and the following.
        board.find(jobId).filter(JobBoard::isFinal).ifPresent(ended::tryComplete);
        http.response().closeHandler(gone -> ended.tryComplete(now));
        return ended.future().onComplete(done -> {
            following.end();
            http.vertx().cancelTimer(timer);
        });
    }
}
