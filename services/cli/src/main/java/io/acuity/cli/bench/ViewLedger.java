package io.acuity.cli.bench;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.MetricsWindow;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the topics of views and metrics tell of the jobs of {@link RestartJobs}, as any reader would know it. */
final class ViewLedger implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<String, Known> views = new ConcurrentHashMap<>();
    private final Map<String, MetricsWindow> windows = new ConcurrentHashMap<>();
    private final EventTail<JobView> viewTail;
    private final EventTail<MetricsWindow> windowTail;

    /** What is kept of a view: whether it has all that was told of its job, and its progress. */
    private record Known(boolean whole, JobState state, long tilesDone) {}

    ViewLedger(KafkaSettings kafka) {
        viewTail = EventTail.open(kafka, Topic.JOBS, new TailStart.Beginning(), this::told);
        windowTail = EventTail.open(kafka, Topic.METRICS, new TailStart.Beginning(), (key, window) -> {
            if (window != null) {
                windows.put(key, window);
            }
        });
    }

    /** How many of the first {@code jobs} have a view with everything in it and at least this progress. */
    int right(int jobs, long tilesDone) {
        int right = 0;
        for (int job = 0; job < jobs; job++) {
            Known known = views.get(RestartJobs.id(job));
            JobState expected = RestartJobs.isFinished(job) ? JobState.SUCCEEDED : JobState.STARTED;
            if (known != null && known.whole && known.state == expected && known.tilesDone >= tilesDone) {
                right++;
            }
        }
        return right;
    }

    /** Jobs that were counted. */
    long counted() {
        return windows.values().stream().mapToLong(MetricsWindow::getSucceeded).sum();
    }

    /** Waits until something holds; a look at many jobs takes milliseconds itself. */
    void await(String what, Duration lookEvery, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "Gave up after " + PATIENCE.toMinutes() + " minutes waiting for " + what + ".");
            }
            LockSupport.parkNanos(lookEvery.toNanos());
        }
    }

    private void told(String id, @Nullable JobView view) {
        if (view == null) {
            views.remove(id);
            return;
        }
        boolean whole = view.getAcceptedAt() != null && view.getStartedAt() != null && view.getFingerprint() != null;
        boolean ended = view.getState() == JobState.SUCCEEDED;
        views.put(id, new Known(whole && ended == (view.getResult() != null), view.getState(), view.getTilesDone()));
    }

    @Override
    public void close() {
        windowTail.close();
        viewTail.close();
    }
}
