package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.DeviceMemoryException;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import io.acuity.diffusion.tiles.Rect;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one batch: in, through the network, a step back, out. A batch that fails is halved until the guilty patch is
 * alone, so only its job fails; a patch the device has no memory for is cut smaller. Owned by the device thread.
 */
final class BatchRunner {
    private final BatchBuffers buffers = new BatchBuffers();
    private final PatchReader reader;
    private final PatchWriter writer;
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
        this.reader = new PatchReader(scratch);
        this.writer = new PatchWriter(scratch);
        this.planner = planner;
        this.failed = failed;
    }

    void run(List<PatchStep> batch) {
        List<PatchStep> wanted = batch.stream()
                .filter(step -> !step.job().lifecycle().hasEnded())
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        wanted.forEach(step -> step.job().lifecycle().started());
        BatchBuffers.Views views;
        try {
            views = predict(wanted);
        } catch (DeviceMemoryException e) {
            runSmaller(wanted, e);
            return;
        } catch (RuntimeException e) {
            runApart(wanted, e);
            return;
        }
        for (int n = 0; n < wanted.size(); n++) {
            write(wanted.get(n), n, views);
        }
        account(wanted, System.nanoTime() - start);
    }

    private BatchBuffers.Views predict(List<PatchStep> batch) {
        BatchBuffers.Views views = buffers.views(batch.size(), batch.get(0));
        for (int n = 0; n < batch.size(); n++) {
            reader.read(batch.get(n), n, views);
        }
        batch.get(0).job().spec().denoiser().predict(views.batch(batch), views.prediction());
        return views;
    }

    private void write(PatchStep step, int n, BatchBuffers.Views views) {
        if (step.job().lifecycle().hasEnded()) {
            return;
        }
        try {
            if (writer.write(step, n, views)) {
                step.job().computed(step);
            } else {
                String message = "The network predicted values that are not finite; check the checkpoint.";
                fail(step, Reason.NETWORK_FAILED, message, null);
            }
        } catch (DeviceMemoryException e) {
            fail(step, Reason.OUT_OF_DEVICE_MEMORY, String.valueOf(e.getMessage()), e);
        }
    }

    private static void account(List<PatchStep> batch, long nanos) {
        for (PatchStep step : batch) {
            step.job().charge(step, nanos / batch.size());
        }
        batch.stream().map(PatchStep::job).distinct().forEach(Job::countCall);
    }

    private void runSmaller(List<PatchStep> batch, DeviceMemoryException cause) {
        PatchStep first = batch.get(0);
        if (batch.size() > 1) {
            planner.shrinkBelow(batch.size() * first.windowPixels());
            runHalves(batch);
        } else if (!first.job().split(first)) {
            Rect window = first.patch().window();
            String message = "The device has too little memory even for a tile of " + window.width() + "×"
                    + window.height() + " pixels; free some or use a smaller model.";
            fail(first, Reason.OUT_OF_DEVICE_MEMORY, message, cause);
        }
    }

    private void runApart(List<PatchStep> batch, RuntimeException cause) {
        if (batch.size() > 1) {
            runHalves(batch);
        } else {
            String message = "The network failed on a tile: " + cause.getMessage();
            fail(batch.get(0), Reason.NETWORK_FAILED, message, cause);
        }
    }

    private void runHalves(List<PatchStep> batch) {
        int half = batch.size() / 2;
        run(batch.subList(0, half));
        run(batch.subList(half, batch.size()));
    }

    private void fail(PatchStep step, Reason reason, String message, @Nullable Throwable cause) {
        failed.accept(step.job(), new JobFailedException(reason, message, cause));
    }
}
