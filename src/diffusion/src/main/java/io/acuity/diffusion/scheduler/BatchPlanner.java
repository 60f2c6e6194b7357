package io.acuity.diffusion.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the batch of a tick. The job with the least work left leads, so a small job that arrives late is served at
 * once; but a job that is the oldest and was passed over {@value #PATIENCE} times running leads the next tick, so the
 * oldest always advances and none starves. The batch is filled with what has the same shape, smallest jobs first.
 * Owned by the device thread.
 */
final class BatchPlanner {
    /** Ticks the oldest job waits at most. */
    static final int PATIENCE = 8;

    private int maxPixels;

    BatchPlanner(int maxPixels) {
        this.maxPixels = maxPixels;
    }

    /** Keeps batches to half of {@code pixels} from now on: so many were too much for the device. */
    void shrinkBelow(int pixels) {
        maxPixels = Math.min(maxPixels, Math.max(1, pixels / 2));
    }

    /** The next batch; empty if nothing is due. */
    List<TileStep> next(List<Job> jobs) {
        List<TileStep> firsts =
                jobs.stream().flatMap(job -> job.due(1).stream().limit(1)).toList();
        if (firsts.isEmpty()) {
            return List.of();
        }
        List<TileStep> bySize = firsts.stream()
                .sorted(Comparator.comparingLong(step -> step.job().remainingWork()))
                .toList();
        TileStep oldest = firsts.get(0);
        TileStep leader = oldest.job().passedOver() >= PATIENCE ? oldest : bySize.get(0);
        List<TileStep> batch = fill(leader, bySize);
        boolean served = batch.stream().anyMatch(step -> step.job() == oldest.job());
        oldest.job().setPassedOver(served ? 0 : oldest.job().passedOver() + 1);
        return batch;
    }

    private List<TileStep> fill(TileStep leader, List<TileStep> bySize) {
        if (leader.job().terms().deterministic()) {
            return List.of(leader);
        }
        int room = Math.max(1, maxPixels / leader.pixels());
        List<TileStep> batch = new ArrayList<>();
        addMatching(batch, leader, leader.job(), room);
        for (TileStep other : bySize) {
            Job job = other.job();
            if (batch.size() < room && job != leader.job() && !job.terms().deterministic()) {
                addMatching(batch, leader, job, room);
            }
        }
        return batch;
    }

    private static void addMatching(List<TileStep> batch, TileStep leader, Job job, int room) {
        if (job.terms().network() == leader.job().terms().network()) {
            job.due(room).stream()
                    .filter(leader::matches)
                    .limit(room - batch.size())
                    .forEach(batch::add);
        }
    }
}
