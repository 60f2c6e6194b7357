package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.mask.CoverPatch;
import io.acuity.diffusion.mask.CoverSettings;
import io.acuity.diffusion.mask.CoverSettings.Halo;
import io.acuity.diffusion.mask.MaskCover;
import io.acuity.diffusion.noise.PixelNoise;
import io.acuity.diffusion.tiles.Patch;
import io.acuity.diffusion.tiles.TileGrid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A job under a mask: the encoder once over the image, then step after step the rectangles that the mask leaves, then the
 * rows of the result. Reads of a step come before its writes: states lie in two planes that change places. Owned by the device
 * thread, apart from its creation.
 */
final class MaskedJob extends Job {
    /** Latent rows of a band of the result. */
    private static final int BAND_ROWS = 64;

    private static final int BANDS = 3;

    /** oneDNN makes a kernel for every shape it meets; sides in multiples of this keep them few at little padding. */
    private static final int GRAIN = 4;

    private final MaskedJobSpec spec;
    private final TileGrid encoderGrid;
    private final MaskCover cover;
    private final List<List<CoverPatch>> covers;
    private final long totalWork;
    private final BlockPool pool;
    private final PixelNoise noise;
    private final Deque<ResultBand> spareBands = new ArrayDeque<>();
    private final List<TileStep> waiting = new ArrayList<>();
    private @Nullable MaskedState state;
    private boolean begun;
    private int clock;
    private int bandsOut;
    private int rowsHandedOut;
    private int rowsReturned;
    private long stepsDone;
    private long workDone;

    MaskedJob(MaskedJobSpec spec, SchedulerSettings settings, BlockPool pool, JobLifecycle lifecycle) {
        super(lifecycle, Terms.of(spec));
        this.spec = spec;
        this.pool = pool;
        this.clock = spec.process().steps();
        this.noise = new PixelNoise(
                spec.seed(),
                terms().factor(),
                spec.lowRes().left(),
                spec.lowRes().top());
        this.encoderGrid = encoderGrid(spec, settings);
        this.cover = new MaskCover(
                spec.activation(),
                new CoverSettings(
                        spec.denoiser().trunkRadius(),
                        spec.denoiser().gated() ? Halo.SEAMS : Halo.AROUND,
                        GRAIN,
                        settings.maxRectanglePixels(),
                        0));
        this.covers = IntStream.range(0, clock).mapToObj(this::coverOf).toList();
        this.totalWork = covers.stream().mapToLong(MaskedJob::pixels).sum();
    }

    private static TileGrid encoderGrid(MaskedJobSpec spec, SchedulerSettings settings) {
        int width = spec.lowRes().width();
        int height = spec.lowRes().height();
        int radius = spec.denoiser().encoderRadius();
        return spec.lowRes().pixels() <= settings.singleTilePixels()
                ? TileGrid.single(width, height, radius)
                : TileGrid.cut(width, height, radius, settings.tileSide());
    }

    private List<CoverPatch> coverOf(int index) {
        return switch (spec.coverage()) {
            case RECTANGLES -> cover.patches(index);
            case FULL_FRAME -> cover.fullFrame();
        };
    }

    private static long pixels(List<CoverPatch> patches) {
        return patches.stream().mapToLong(CoverPatch::pixels).sum();
    }

    MaskedJobSpec spec() {
        return spec;
    }

    PixelNoise noise() {
        return noise;
    }

    /**
     * What is known of the job's pixels; made when the first tile is written.
     *
     * @throws io.acuity.diffusion.DeviceMemoryException if there is no memory for it
     */
    MaskedState state() {
        if (state == null) {
            state = new MaskedState(spec, pool);
        }
        return state;
    }

    @Override
    int steps() {
        return spec.process().steps();
    }

    @Override
    List<TileStep> due(int limit) {
        if (!begun) {
            begun = true;
            IntStream.range(0, encoderGrid.tiles())
                    .mapToObj(tile -> new EncodeStep(this, encoderGrid.patch(tile)))
                    .forEach(waiting::add);
        }
        return List.copyOf(waiting.subList(0, Math.min(limit, waiting.size())));
    }

    @Override
    long remainingWork() {
        return totalWork - workDone;
    }

    boolean split(EncodeStep step) {
        List<Patch> parts = encoderGrid.split(step.patch());
        if (parts.size() < 2
                || parts.get(0).window().pixels() >= step.patch().window().pixels()) {
            return false;
        }
        waiting.remove(step);
        parts.forEach(part -> waiting.add(0, new EncodeStep(this, part)));
        return true;
    }

    boolean split(RefineStep step) {
        List<CoverPatch> parts = cover.split(step.patch(), step.index());
        if (parts.isEmpty()) {
            return false;
        }
        waiting.remove(step);
        parts.forEach(part -> waiting.add(0, new RefineStep(this, part, step.index())));
        return true;
    }

    void computed(EncodeStep step) {
        waiting.remove(step);
        if (waiting.isEmpty()) {
            beginStep();
        }
    }

    void computed(RefineStep step) {
        waiting.remove(step);
        workDone += step.pixels();
        if (waiting.isEmpty()) {
            state().swap();
            stepsDone++;
            clock--;
            beginStep();
        }
    }

    private void beginStep() {
        while (clock > 0 && waiting.isEmpty()) {
            covers.get(clock - 1).forEach(patch -> waiting.add(new RefineStep(this, patch, clock - 1)));
            if (waiting.isEmpty()) {
                // Nothing is active yet: what is known in closed form needs no step.
                stepsDone++;
                clock--;
            }
        }
        if (clock == 0) {
            state().releaseFeatures();
        }
    }

    @Override
    ProgressListener.Share progress() {
        return new ProgressListener.Share(stepsDone, steps());
    }

    @Override
    @Nullable
    ResultBand handOut() {
        int left = spec.lowRes().height() - rowsHandedOut;
        if (clock > 0 || left == 0 || bandsOut == BANDS) {
            return null;
        }
        ResultBand band = spareBands.poll();
        if (band == null) {
            band = new ResultBand(terms().factor(), spec.lowRes().width(), BAND_ROWS);
        }
        int rows = Math.min(BAND_ROWS, left);
        state().writeResult(band, rowsHandedOut, rows);
        rowsHandedOut += rows;
        bandsOut++;
        return band;
    }

    @Override
    void giveBack(ResultBand band) {
        bandsOut--;
        rowsReturned += band.rows();
        spareBands.push(band);
    }

    @Override
    boolean isHandedOut() {
        return rowsHandedOut == spec.lowRes().height();
    }

    @Override
    boolean isDone() {
        return rowsReturned == spec.lowRes().height() * terms().factor();
    }

    @Override
    void release() {
        if (state != null) {
            state.release();
        }
        waiting.clear();
    }
}
