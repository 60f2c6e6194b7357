package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.preview.PreviewListener;
import io.acuity.diffusion.preview.PreviewRaster;
import io.acuity.diffusion.scheduler.ProgressListener.SharedBatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The work of one job: what is due, what is done, what it cost. Owned by the device thread. */
abstract sealed class Job permits ShiftJob, MaskedJob {
    private final JobLifecycle lifecycle;
    private final Terms terms;
    private final @Nullable PreviewListener viewer;
    private final @Nullable PreviewRaster raster;
    private final @Nullable Object subject;
    private @Nullable SharedBatch untold;
    private int passedOver;
    private long networkCalls;
    private long networkPixels;
    private long encoderPixels;
    private long computeNanos;

    /**
     * What all jobs have.
     *
     * @param network the denoiser; jobs of one network may share batches
     * @param factor r: result pixels per latent pixel and side
     */
    record Terms(LowRes lowRes, boolean deterministic, ProgressListener progress, Object network, int factor) {
        static Terms of(JobSpec spec) {
            int factor = PixelUnshuffle.ofChannels(spec.denoiser().channels()).factor();
            return new Terms(spec.lowRes(), spec.deterministic(), spec.progress(), spec.denoiser(), factor);
        }

        static Terms of(MaskedJobSpec spec) {
            int factor = PixelUnshuffle.ofChannels(spec.denoiser().channels()).factor();
            return new Terms(spec.lowRes(), spec.deterministic(), spec.progress(), spec.denoiser(), factor);
        }
    }

    Job(JobLifecycle lifecycle, Terms terms) {
        this.lifecycle = lifecycle;
        this.terms = terms;
        this.viewer = terms.progress().previews();
        this.subject = terms.progress().subject();
        LowRes lowRes = terms.lowRes();
        this.raster = viewer == null
                ? null
                : new PreviewRaster(
                        List.of(lowRes.red(), lowRes.green(), lowRes.blue()), terms.factor(), terms.factor());
    }

    JobLifecycle lifecycle() {
        return lifecycle;
    }

    Terms terms() {
        return terms;
    }

    /** Up to about {@code limit} steps that can be computed now, the most urgent first. */
    abstract List<TileStep> due(int limit);

    /** Network pixels still to compute. */
    abstract long remainingWork();

    /** How far the job is. */
    abstract ProgressListener.Share progress();

    /** T, the number of steps of its chain. */
    abstract int steps();

    /** The next finished band, which now is the caller's; null if none is. */
    abstract @Nullable ResultBand handOut();

    /** Takes a band back. */
    abstract void giveBack(ResultBand band);

    /** Whether every band has been handed out, though some may not be back yet. */
    abstract boolean isHandedOut();

    /** Whether every band has been returned. */
    abstract boolean isDone();

    /** Gives back what it holds of the pool. */
    abstract void release();

    /** Consecutive ticks this job was due in and not served. */
    int passedOver() {
        return passedOver;
    }

    void setPassedOver(int ticks) {
        passedOver = ticks;
    }

    /** Notes what a step has cost. */
    void charge(int windowPixels, long nanos) {
        networkPixels += resultPixels(windowPixels);
        computeNanos += nanos;
    }

    /** Notes what a part of the encoder's one run has cost. */
    void chargeEncoder(int windowPixels, long nanos) {
        encoderPixels += resultPixels(windowPixels);
        computeNanos += nanos;
    }

    private long resultPixels(int latentPixels) {
        return (long) latentPixels * terms.factor() * terms.factor();
    }

    /** Notes that a call of the network has served this job. */
    void countCall() {
        networkCalls++;
    }

    /** What the job is known by to those who asked for it. */
    Optional<Object> subject() {
        return Optional.ofNullable(subject);
    }

    /** Notes a call that served other jobs too; told with the progress. */
    void shares(SharedBatch batch) {
        untold = batch;
    }

    void reportProgress() {
        if (untold != null) {
            terms.progress().shared(untold);
            untold = null;
        }
        ProgressListener.Share share = progress();
        terms.progress().progressed(share.done(), share.total());
    }

    /** Where what is known of the image is laid for those who look; null where nobody does. */
    @Nullable
    PreviewRaster raster() {
        return raster;
    }

    /** Shows how the image stands, if somebody wants to see it now. */
    void offerPreview() {
        ProgressListener.Share share = progress();
        if (raster != null
                && viewer != null
                && share.done() < share.total()
                && viewer.wants(share.done(), share.total())) {
            viewer.show(raster.preview(Preview.Stage.of(steps(), share.done(), share.total())));
        }
    }

    JobReport report() {
        long dense = steps() * resultPixels(1) * terms.lowRes().pixels();
        return new JobReport(networkCalls, networkPixels, dense, encoderPixels, lifecycle.queueNanos(), computeNanos);
    }
}
