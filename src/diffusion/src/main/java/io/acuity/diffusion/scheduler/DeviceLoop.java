package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.scheduler.JobFailedException.Reason;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the device thread does: messages, then a tick, over and over; it sleeps when nothing is due. */
final class DeviceLoop {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeviceLoop.class);

    private final JobTable jobs;
    private final BlockingQueue<Message> inbox;
    private final Predicate<Message> post;
    private final BatchPlanner planner;
    private final BatchRunner runner;
    private final LongConsumer busy;
    private boolean stopped;

    /** A loop that tells {@code busy} of each stretch of nanoseconds in which it did not sleep. */
    DeviceLoop(
            SchedulerSettings settings,
            JobTable jobs,
            BlockingQueue<Message> inbox,
            Predicate<Message> post,
            LongConsumer busy) {
        this.busy = busy;
        this.jobs = jobs;
        this.inbox = inbox;
        this.post = post;
        this.planner = new BatchPlanner(settings.maxBatchPixels());
        this.runner = new BatchRunner(planner, this::fail);
    }

    /** Runs until told to stop, or interrupted. */
    void run() {
        try {
            while (!stopped) {
                long begin = System.nanoTime();
                List<TileStep> batch = planner.next(jobs.admitted());
                if (batch.isEmpty()) {
                    Message message = inbox.take();
                    begin = System.nanoTime();
                    handle(message);
                } else {
                    tick(batch);
                }
                drain();
                busy.accept(System.nanoTime() - begin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        for (Message message = inbox.poll(); message != null && !stopped; message = inbox.poll()) {
            handle(message);
        }
    }

    private void handle(Message message) {
        switch (message) {
            case Message.Submitted submitted -> jobs.add(submitted.job());
            case Message.Cancelled cancelled ->
                jobs.end(cancelled.job(), new CancellationException("The job was cancelled."));
            case Message.RowsTaken taken -> rowsTaken(taken.job(), taken.band());
            case Message.RowsRefused refused -> rowsRefused(refused.job(), refused.cause());
            case Message.Called<?> called -> called.run();
            case Message.Stop ignored -> stopped = true;
        }
    }

    private void tick(List<TileStep> batch) {
        runner.run(batch);
        batch.stream()
                .map(TileStep::job)
                .distinct()
                .filter(job -> !job.lifecycle().hasEnded())
                .forEach(this::handOver);
    }

    /** Tells how far a job has come and sends finished rows on their way. */
    private void handOver(Job job) {
        reportProgress(job);
        emitRows(job);
    }

    private void emitRows(Job job) {
        for (ResultBand band = job.handOut(); band != null; band = job.handOut()) {
            job.lifecycle()
                    .emit(
                            band,
                            taken -> send(new Message.RowsTaken(job, taken)),
                            cause -> send(new Message.RowsRefused(job, cause)));
        }
        if (job.isHandedOut()) {
            job.lifecycle().completeOnceWritten(job.report());
        }
    }

    private static void reportProgress(Job job) {
        try {
            job.reportProgress();
            job.offerPreview();
        } catch (RuntimeException e) {
            LOGGER.atWarn().setCause(e).log("A progress listener failed");
        }
    }

    private void send(Message message) {
        if (!post.test(message)) {
            LOGGER.atDebug().log("Rows finished after the scheduler closed");
        }
    }

    private void rowsTaken(Job job, ResultBand band) {
        job.giveBack(band);
        if (job.isDone()) {
            jobs.end(job, null);
        } else if (!job.lifecycle().hasEnded()) {
            emitRows(job);
        }
    }

    private void rowsRefused(Job job, Throwable cause) {
        if (!job.lifecycle().hasEnded()) {
            fail(
                    job,
                    new JobFailedException(
                            Reason.SINK_FAILED, "The result could not be written: " + rootMessage(cause), cause));
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void fail(Job job, JobFailedException failure) {
        LOGGER.atWarn().addKeyValue("error", failure.getMessage()).log("Job failed");
        jobs.end(job, failure);
    }
}
