package io.acuity.diffusion.scheduler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a scheduler in the order of their arrival: those let in, and those that wait until the pixels in flight
 * allow it. Owned by the device thread.
 */
final class JobTable {
    private final long maxPixels;
    private final List<Job> admitted = new ArrayList<>();
    private final Deque<Job> waiting = new ArrayDeque<>();

    JobTable(long maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** Jobs let in, oldest first. */
    List<Job> admitted() {
        return admitted;
    }

    void add(Job job) {
        waiting.addLast(job);
        admitWaiting();
    }

    /** Ends a job, for whatever reason, and lets others in; null stands for success. Ended jobs stay as they are. */
    void end(Job job, @Nullable Throwable failure) {
        if (job.lifecycle().hasEnded()) {
            return;
        }
        if (!admitted.remove(job)) {
            waiting.remove(job);
        }
        job.release();
        job.lifecycle().end(job.report(), failure);
        admitWaiting();
    }

    /** Ends every job. */
    void endAll(Throwable failure) {
        while (!waiting.isEmpty()) {
            end(waiting.getLast(), failure);
        }
        for (Job job : List.copyOf(admitted)) {
            end(job, failure);
        }
    }

    /** First come, first in: otherwise small jobs could keep a large one out for ever. */
    private void admitWaiting() {
        while (!waiting.isEmpty() && fits(waiting.getFirst())) {
            Job job = waiting.removeFirst();
            admitted.add(job);
            job.lifecycle().admit();
        }
    }

    private boolean fits(Job job) {
        long pixels = job.terms().lowRes().pixels();
        for (Job other : admitted) {
            pixels += other.terms().lowRes().pixels();
        }
        return admitted.isEmpty() || pixels <= maxPixels;
    }
}
