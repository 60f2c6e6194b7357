package io.acuity.worker.job;

import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.events.Cost;
import io.acuity.events.UpscaleRequest;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.rollout.ModelFault;
import io.acuity.streaming.trace.Stage;
import io.acuity.streaming.trace.Traces;
import io.acuity.worker.upscale.Masking;
import io.acuity.worker.upscale.PictureUpscaler;
import io.acuity.worker.upscale.Upscale;
import io.acuity.worker.upscale.UpscaleOrder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one checked request through fetching, decoding, refining and encoding, on the calling (virtual) thread. */
final class JobRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(JobRunner.class);

    /** What a runner works with. */
    record Tools(
            RequestCheck check,
            Pins pins,
            PayloadDesk payloads,
            MaskDesk masks,
            PictureUpscaler upscaler,
            PreviewPress press,
            JobVoice voice,
            JobReports reports,
            Traces traces,
            Clock clock) {}

    private final Tools tools;
    /**
     * Pictures between fetching and admission: as many as there are cores, since decoding is work for a core and a
     * decoded picture that is not yet admitted only takes memory.
     */
    private final Semaphore entrance =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    JobRunner(Tools tools) {
        this.tools = tools;
    }

    /** Runs one job to its end; one that fails on a candidate, and may by the candidate's fault, once more on stable. */
    LaneOutput run(UpscaleRequest request, String key, RunningJob running) throws Exception {
        JobTrail trail = new JobTrail(request.getJobId(), running.context());
        Run run = new Run(tools.clock.instant(), running, trail, previews(request, trail));
        try (JobPlan plan = tools.check.plan(request, key)) {
            try {
                return attempt(plan, run);
            } catch (Exception e) {
                moveToStable(plan, e, run);
            }
        }
        try (JobPlan anew = tools.check.plan(request, key)) {
            return attempt(anew, run);
        }
    }

    /** What the attempts of a job have in common. */
    private record Run(
            Instant begun,
            RunningJob running,
            JobTrail trail,
            @Nullable JobPreviews previews) {}

    private @Nullable JobPreviews previews(UpscaleRequest request, JobTrail trail) {
        if (!request.getPreviews()) {
            return null;
        }
        String jobId = request.getJobId();
        return new JobPreviews(
                jobId,
                new JobPreviews.Way(
                        tools.press,
                        preview -> tools.voice.previewed(trail, preview),
                        Thread::startVirtualThread,
                        System::nanoTime));
    }

    /** Pins the job to stable, or throws what ended it, if that was not a candidate's fault. */
    private void moveToStable(JobPlan plan, Exception thrown, Run run) throws Exception {
        if (!plan.lease().isCandidate() || isStop(thrown)) {
            throw thrown;
        }
        run.running.requireWanted();
        JobRefusedException failure = Failures.of(thrown);
        if (!ModelFault.mayBe(failure.code())) {
            throw thrown;
        }
        Traces.note(LOGGER.atWarn(), run.trail.context())
                .addKeyValue("jobId", plan.jobId())
                .addKeyValue("checkpointId", plan.model().checkpoint())
                .addKeyValue("error", failure.sentence())
                .log("Job failed on a candidate and starts anew on stable");
        tools.voice.candidateFailed(run.trail, plan.model().checkpoint(), failure);
        tools.pins.moveToStable(plan.jobId(), plan.model().name());
    }

    private static boolean isStop(Exception thrown) {
        Throwable cause = Failures.unwrap(thrown);
        return cause instanceof JobStoppedException
                || cause instanceof CancellationException
                || cause instanceof InterruptedException;
    }

    private LaneOutput attempt(JobPlan plan, Run run) throws Exception {
        Work work = enter(plan, run);
        try (ResultFile file = work.file) {
            JobReport report = refined(plan, run, work);
            Object output = tools.traces.part(run.trail.context(), "encode", file::finish);
            Cost cost = cost(plan, run.begun, work, report);
            Traces.note(LOGGER.atInfo(), run.trail.context())
                    .addKeyValue("jobId", plan.jobId())
                    .addKeyValue("checkpointId", plan.model().checkpoint())
                    .addKeyValue("millis", cost.getTotalMs())
                    .log("Job finished");
            return tools.reports.succeeded(plan, output, work.layout, cost);
        }
    }

    /** The way from the first tick to the last row, told when it is over. */
    private JobReport refined(JobPlan plan, Run run, Work work) throws Exception {
        try (Stage refine = tools.traces.stage(run.trail.context(), "refine", work.entered)) {
            refine.span()
                    .setAttribute("acuity.model", plan.model().name())
                    .setAttribute("acuity.checkpoint", plan.model().checkpoint())
                    .setAttribute("acuity.steps", plan.model().steps());
            JobReport report = refine.of(() -> await(work.upscale, run.running));
            refine.span()
                    .setAttribute("acuity.evaluations", report.networkCalls())
                    .setAttribute("acuity.network.pixels", report.networkPixels())
                    .setAttribute("acuity.queue.ms", TimeUnit.NANOSECONDS.toMillis(report.queueNanos()));
            return report;
        }
    }

    private Work enter(JobPlan plan, Run run) throws InterruptedException, IOException {
        RunningJob running = run.running;
        long arrival = System.nanoTime();
        entrance.acquire();
        try {
            long waitedNanos = System.nanoTime() - arrival;
            running.requireWanted();
            tools.voice.started(run.trail, plan.model().checkpoint());
            long begin = System.nanoTime();
            Picture picture = tools.traces.part(
                    run.trail.context(),
                    "decode",
                    () -> storable(tools.payloads.picture(plan.request().getInput()), plan.format()));
            long decodeNanos = System.nanoTime() - begin;
            running.requireWanted();
            ResultLimit.require(plan.model(), picture, MaskDesk.isMasked(plan));
            UpscaleOrder order = new UpscaleOrder(
                    picture,
                    plan.model(),
                    plan.request().getRecipe().getSeed(),
                    plan.request().getRecipe().getDeterministic(),
                    masking(plan, picture, run));
            PictureLayout layout = order.resultLayout();
            PictureWriters.requireSupported(plan.format(), layout);
            ResultFile file = ResultFile.open(
                    tools.payloads.output(plan.format().mediaType()),
                    plan.format(),
                    layout,
                    plan.request().getRecipe().getQuality());
            Instant entered = tools.clock.instant();
            Upscale upscale = tools.upscaler.start(
                    order, file, tools.voice.progress(run.trail, plan.model().checkpoint(), run.previews));
            running.working(upscale);
            upscale.admitted().join();
            return new Work(upscale, file, layout, entered, waitedNanos, decodeNanos);
        } finally {
            entrance.release();
        }
    }

    private @Nullable Masking masking(JobPlan plan, Picture picture, Run run) {
        return MaskDesk.isMasked(plan)
                ? tools.traces.part(run.trail.context(), "attention", () -> tools.masks.masking(plan, picture))
                : tools.masks.masking(plan, picture);
    }

    /** Alpha that is opaque everywhere says nothing, so that formats without alpha may leave it out. */
    private static Picture storable(Picture picture, PictureFormat format) {
        Plane alpha = picture.alpha();
        boolean opaque = alpha != null && alpha.isConstant() && alpha.sample(0, 0) == Plane.MAX;
        return opaque && format == PictureFormat.JPEG
                ? new Picture(picture.colour(), null, picture.bitDepth())
                : picture;
    }

    private static JobReport await(Upscale upscale, RunningJob running) throws Exception {
        try {
            return upscale.done().get();
        } catch (CancellationException e) {
            running.requireWanted();
            throw e;
        } catch (ExecutionException e) {
            if (Failures.unwrap(e) instanceof CancellationException) {
                running.requireWanted();
            }
            throw e;
        }
    }

    private Cost cost(JobPlan plan, Instant begun, Work work, JobReport report) {
        Instant submitted = plan.request().getSubmittedAt();
        return Cost.newBuilder()
                .setNetworkCalls(report.networkCalls())
                .setNetworkPixels(report.networkPixels())
                .setDenseNetworkPixels(report.denseNetworkPixels())
                .setEncoderPixels(report.encoderPixels())
                .setQueueMs(millisBetween(submitted, begun)
                        + TimeUnit.NANOSECONDS.toMillis(work.waitedNanos + report.queueNanos()))
                .setDecodeMs(TimeUnit.NANOSECONDS.toMillis(work.decodeNanos))
                .setComputeMs(TimeUnit.NANOSECONDS.toMillis(report.computeNanos()))
                .setEncodeMs(work.file.encodeMillis())
                .setTotalMs(millisBetween(submitted, tools.clock.instant()))
                .build();
    }

    // Clocks of two machines differ; a negative time would only confuse.
    private static long millisBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private record Work(
            Upscale upscale,
            ResultFile file,
            PictureLayout layout,
            Instant entered,
            long waitedNanos,
            long decodeNanos) {}
}
