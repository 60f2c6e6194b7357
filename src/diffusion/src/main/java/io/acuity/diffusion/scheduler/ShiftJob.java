package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.canvas.BlockPool;
import io.acuity.diffusion.canvas.Canvas;
import io.acuity.diffusion.canvas.ResultBands;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.codec.ResultBand;
import io.acuity.diffusion.noise.PixelNoise;
import io.acuity.diffusion.tiles.Patch;
import io.acuity.diffusion.tiles.TileGrid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job on a residual-shift chain: tiles that advance in lockstep, in row bands. Owned by the device thread. */
final class ShiftJob extends Job {
    private final JobSpec spec;
    private final SchedulerSettings settings;
    private final TileGrid grid;
    private final int factor;
    private final PixelNoise noise;
    private final Canvas canvas;
    private final ResultBands bands;
    /** Patches left of tiles that are computed in parts. */
    private final Map<Integer, List<Patch>> parts = new HashMap<>();

    private int depth;
    private long tileStepsDone;

    ShiftJob(JobSpec spec, SchedulerSettings settings, BlockPool pool, JobLifecycle lifecycle) {
        super(lifecycle, Terms.of(spec));
        this.spec = spec;
        this.settings = settings;
        this.factor = PixelUnshuffle.ofChannels(spec.denoiser().channels()).factor();
        this.grid = gridOf(spec, settings);
        this.noise = new PixelNoise(
                spec.seed(), factor, spec.lowRes().left(), spec.lowRes().top());
        this.canvas = new Canvas(grid, spec.process().steps(), spec.denoiser().channels(), pool);
        this.bands = new ResultBands(grid, factor);
    }

    private static TileGrid gridOf(JobSpec spec, SchedulerSettings settings) {
        int width = spec.lowRes().width();
        int height = spec.lowRes().height();
        int radius = spec.denoiser().radius();
        if (spec.tiling() == Tiling.FEW) {
            return TileGrid.few(width, height, radius, settings.maxPartPixels());
        }
        return spec.lowRes().pixels() <= settings.singleTilePixels()
                ? TileGrid.single(width, height, radius)
                : TileGrid.cut(width, height, radius, settings.tileSide());
    }

    JobSpec spec() {
        return spec;
    }

    Canvas canvas() {
        return canvas;
    }

    ResultBands bands() {
        return bands;
    }

    PixelNoise noise() {
        return noise;
    }

    /** r: result pixels per latent pixel and side. */
    int factor() {
        return factor;
    }

    /** Row of tiles that tile {@code tile} is in. */
    int rowOf(int tile) {
        return tile / grid.columns();
    }

    private long tileStepsTotal() {
        return (long) grid.tiles() * spec.process().steps();
    }

    @Override
    long remainingWork() {
        return (tileStepsTotal() - tileStepsDone) * grid.patch(0).window().pixels();
    }

    /**
     * Up to {@code limit} patches that can be computed now, topmost first, so that bands are finished and freed early.
     * Only rows near the finished part are started: more would pile up state without finishing anything sooner.
     */
    @Override
    List<TileStep> due(int limit) {
        List<TileStep> due = new ArrayList<>();
        int steps = spec.process().steps();
        int endRow =
                Math.min(grid.rows(), bands.returned() + steps * Math.max(1, grid.reachDown()) + ResultBands.LIMIT - 1);
        int endTile = endRow * grid.columns();
        for (int tile = bands.firstUnfinished() * grid.columns(); tile < endTile && due.size() < limit; tile++) {
            if (canvas.isDue(tile) && (canvas.clock(tile) > 1 || bands.accepts(rowOf(tile)))) {
                for (Patch patch : patchesOf(tile)) {
                    due.add(new PatchStep(this, tile, patch, canvas.clock(tile)));
                }
            }
        }
        return due;
    }

    private List<Patch> patchesOf(int tile) {
        if (depth == 0 && parts.isEmpty()) {
            return List.of(grid.patch(tile));
        }
        return parts.computeIfAbsent(tile, this::cut);
    }

    private List<Patch> cut(int tile) {
        List<Patch> patches = List.of(grid.patch(tile));
        for (int level = 0; level < depth; level++) {
            patches = patches.stream()
                    .flatMap(patch -> grid.split(patch).stream())
                    .toList();
        }
        return patches;
    }

    /**
     * Computes this patch, and all tiles that follow, in smaller parts from now on.
     *
     * @return false if the patch is as small as it may get
     */
    boolean split(PatchStep step) {
        Patch patch = step.patch();
        List<Patch> smaller = grid.split(patch);
        int longest = Math.max(patch.core().width(), patch.core().height());
        if (longest < 2 * settings.minTileSide()
                || smaller.get(0).window().pixels() >= patch.window().pixels()) {
            return false;
        }
        List<Patch> left = new ArrayList<>(patchesOf(step.tile()));
        left.remove(patch);
        left.addAll(smaller);
        parts.put(step.tile(), left);
        depth = Math.max(depth, patch.depth() + 1);
        return true;
    }

    /** Notes that a patch has been computed and written. */
    void computed(PatchStep step) {
        List<Patch> left = new ArrayList<>(patchesOf(step.tile()));
        left.remove(step.patch());
        if (!left.isEmpty()) {
            parts.put(step.tile(), left);
            return;
        }
        parts.remove(step.tile());
        canvas.advance(step.tile());
        if (step.clock() == 1) {
            bands.tileDone(rowOf(step.tile()));
        }
        tileStepsDone++;
    }

    @Override
    ProgressListener.Share progress() {
        return new ProgressListener.Share(tileStepsDone, tileStepsTotal());
    }

    @Override
    int steps() {
        return spec.process().steps();
    }

    @Override
    @Nullable
    ResultBand handOut() {
        return bands.handOut();
    }

    @Override
    void giveBack(ResultBand band) {
        bands.giveBack(band);
    }

    @Override
    boolean isHandedOut() {
        return bands.isHandedOut();
    }

    @Override
    boolean isDone() {
        return bands.isDone();
    }

    @Override
    void release() {
        canvas.release();
    }
}
