package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import io.acuity.diffusion.scheduler.ProgressListener.SharedBatch;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one batch: in, through the network, a step back, out. A batch that fails is halved until the guilty patch is
 * alone, so only its job fails; a patch the device has no memory for is cut smaller. Owned by the device thread.
 */
final class BatchRunner {
    private final ShiftCall shift;
    private final EncodeCall encode;
    private final RefineCall refine;
    private final BatchPlanner planner;
    private final BiConsumer<Job, JobFailedException> failed;

    /**
     * Creates a runner.
     *
     * @param planner hears when batches are too large for the device
     * @param failed ends a job that can't go on
     */
    BatchRunner(BatchPlanner planner, BiConsumer<Job, JobFailedException> failed) {
        PlaneScratch scratch = new PlaneScratch();
        this.shift = new ShiftCall(scratch);
        this.encode = new EncodeCall(scratch);
        this.refine = new RefineCall(scratch);
        this.planner = planner;
        this.failed = failed;
    }

    /** A call and its samples, which are of the call's kind. */
    private record Prepared<S extends TileStep>(NetworkCall<S> call, List<S> steps) {
        static <S extends TileStep> Prepared<S> of(NetworkCall<S> call, Class<S> kind, List<TileStep> batch) {
            return new Prepared<>(call, batch.stream().map(kind::cast).toList());
        }

        void predict() {
            call.predict(steps);
        }

        boolean write(int n) {
            return call.write(steps.get(n), n);
        }
    }

    void run(List<TileStep> batch) {
        List<TileStep> wanted = batch.stream()
                .filter(step -> !step.job().lifecycle().hasEnded())
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        wanted.forEach(step -> step.job().lifecycle().started());
        Prepared<?> prepared = prepare(wanted);
        try {
            prepared.predict();
        } catch (DeviceMemoryException e) {
            runSmaller(wanted, e);
            return;
        } catch (RuntimeException e) {
            runApart(wanted, e);
            return;
        }
        for (int n = 0; n < wanted.size(); n++) {
            write(prepared, wanted.get(n), n);
        }
        account(wanted, System.nanoTime() - start);
    }

    private Prepared<?> prepare(List<TileStep> batch) {
        return switch (batch.get(0)) {
            case PatchStep patch -> Prepared.of(shift, PatchStep.class, batch);
            case EncodeStep part -> Prepared.of(encode, EncodeStep.class, batch);
            case RefineStep rectangle -> Prepared.of(refine, RefineStep.class, batch);
        };
    }

    private void write(Prepared<?> prepared, TileStep step, int n) {
        if (step.job().lifecycle().hasEnded()) {
            return;
        }
        try {
            if (prepared.write(n)) {
                step.computed();
            } else {
                String message = "The network predicted values that are not finite; check the checkpoint.";
                fail(step, Reason.NETWORK_FAILED, message, null);
            }
        } catch (DeviceMemoryException e) {
            fail(step, Reason.OUT_OF_DEVICE_MEMORY, String.valueOf(e.getMessage()), e);
        }
    }

    private static void account(List<TileStep> batch, long nanos) {
        for (TileStep step : batch) {
            step.charge(nanos / batch.size());
        }
        List<Job> jobs = batch.stream()
                .map(TileStep::job)
                .distinct()
                .<Job>map(job -> job)
                .toList();
        jobs.forEach(Job::countCall);
        List<Object> subjects = jobs.size() < 2
                ? List.of()
                : jobs.stream().flatMap(job -> job.subject().stream()).toList();
        if (!subjects.isEmpty()) {
            SharedBatch shared = new SharedBatch(batch.size(), nanos, subjects);
            jobs.forEach(job -> job.shares(shared));
        }
    }

    private void runSmaller(List<TileStep> batch, DeviceMemoryException cause) {
        TileStep first = batch.get(0);
        if (batch.size() > 1) {
            planner.shrinkBelow(batch.size() * first.pixels());
            runHalves(batch);
        } else if (!first.split()) {
            String message = "The device has too little memory even for a tile of " + first.width() + "×"
                    + first.height() + " pixels; free some or use a smaller model.";
            fail(first, Reason.OUT_OF_DEVICE_MEMORY, message, cause);
        }
    }

    private void runApart(List<TileStep> batch, RuntimeException cause) {
        if (batch.size() > 1) {
            runHalves(batch);
        } else {
            String message = "The network failed on a tile: " + cause.getMessage();
            fail(batch.get(0), Reason.NETWORK_FAILED, message, cause);
        }
    }

    private void runHalves(List<TileStep> batch) {
        int half = batch.size() / 2;
        run(batch.subList(0, half));
        run(batch.subList(half, batch.size()));
    }

    private void fail(TileStep step, Reason reason, String message, @Nullable Throwable cause) {
        failed.accept(step.job(), new JobFailedException(reason, message, cause));
    }
}
