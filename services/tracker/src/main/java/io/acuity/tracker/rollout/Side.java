package io.acuity.tracker.rollout;

import io.acuity.events.RolloutEvidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one side of a trial.
 *
 * @param jobs that ended there, well or by what may be the model's fault
 * @param failures of these
 * @param times compute milliseconds for a million result pixels of the last jobs, oldest first, {@link #WINDOW} at most
 */
record Side(long jobs, long failures, List<Double> times) {

    static final Side EMPTY = new Side(0, 0, List.of());

    /** Odd, so that the median is one of them; a window, so that both sides are seen under the same load. */
    static final int WINDOW = 101;

    Side {
        times = List.copyOf(times);
    }

    Side succeeded(@Nullable Double time) {
        return new Side(jobs + 1, failures, time == null ? times : appended(time));
    }

    Side failed() {
        return new Side(jobs + 1, failures + 1, times);
    }

    private List<Double> appended(double time) {
        var next = new ArrayList<Double>(times.size() < WINDOW ? times : times.subList(1, WINDOW));
        next.add(time);
        return next;
    }

    @Nullable
    Double median() {
        if (times.isEmpty()) {
            return null;
        }
        List<Double> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double failureRate() {
        return jobs == 0 ? 0 : (double) failures / jobs;
    }

    RolloutEvidence evidence() {
        return RolloutEvidence.newBuilder()
                .setJobs(jobs)
                .setFailures(failures)
                .setMedianComputeMsPerMegapixel(median())
                .build();
    }
}
