package io.acuity.gateway.jobs;

import io.acuity.events.JobView;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who wants to hear of changes: of one job, or of all. Safe for any thread; followers are called by the tail's thread. */
final class JobFollowers {

    private final Map<String, Set<Consumer<JobView>>> ofJob = new ConcurrentHashMap<>();
    private final Set<Consumer<JobView>> ofAll = ConcurrentHashMap.newKeySet();

    /** Ends following. */
    @FunctionalInterface
    interface Following {
        void end();
    }

    Following follow(String jobId, Consumer<JobView> follower) {
        ofJob.compute(jobId, (id, known) -> {
            Set<Consumer<JobView>> set = known == null ? ConcurrentHashMap.newKeySet() : known;
            set.add(follower);
            return set;
        });
        return () -> ofJob.computeIfPresent(jobId, (id, known) -> {
            known.remove(follower);
            return known.isEmpty() ? null : known;
        });
    }

    Following followAll(Consumer<JobView> follower) {
        ofAll.add(follower);
        return () -> ofAll.remove(follower);
    }

    void tell(JobView view) {
        ofAll.forEach(follower -> follower.accept(view));
        ofJob.getOrDefault(view.getJobId(), Set.of()).forEach(follower -> follower.accept(view));
    }
}
