package io.acuity.training.data;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.degrade.Degradation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Patches whose LR images are made by a degradation that is too slow to be done anew for each step. A pool of degraded
 * patches slides forward by a few patches a step, made ahead by another thread; each step draws from the pool, and turns
 * and mirrors what it draws. What is in the pool at a step is a function of seed and step, so an interrupted run finds the
 * same patches again.
 */
public final class DegradedPatches implements PatchSource {
    private static final int AHEAD = 8;

    private final ImageStore store;
    private final SampleManifest manifest;
    private final PatchPlan plan;
    private final Pool pool;
    private final Degradation degradation;
    private final ExecutorService maker;
    private final AtomicReferenceArray<CompletableFuture<Pair>> ring;
    private Course course;
    private long made;

    /**
     * How much is reused.
     *
     * @param size patches in the pool
     * @param fresh new patches per step, which take the place of the oldest
     */
    public record Pool(int size, int fresh) {
        /** Each patch serves about sixteen times: twice in each symmetry of the square. */
        public static Pool forBatch(int count) {
            return new Pool(Math.max(256, 16 * count), Math.max(1, count / 16));
        }
    }

    /** What patches are made from until the next step back. */
    private record Course(SampleOrder order, int setbacks, long seed) {}

    private record Pair(FloatImage low, FloatImage high) {}

    /**
     * A source.
     *
     * @param store holds the images; stays the caller's
     * @param degradation of the store's scale
     */
    public DegradedPatches(
            ImageStore store, SampleManifest manifest, PatchPlan plan, Degradation degradation, Pool pool) {
        this.store = store;
        this.manifest = manifest;
        this.plan = plan;
        this.degradation = degradation;
        this.pool = pool;
        this.ring = new AtomicReferenceArray<>(pool.size() + (AHEAD + 1) * pool.fresh());
        this.course = course(0);
        this.maker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("acuity-degrade").daemon().factory());
        this.made = -1;
    }

    @Override
    public int scale() {
        return store.scale();
    }

    @Override
    public void draw(PatchBatch batch, long step, int setbacks) {
        long first = step * pool.fresh();
        if (setbacks != course.setbacks || made < first) {
            course = course(setbacks);
            made = first;
        }
        for (long end = first + pool.size() + (long) AHEAD * pool.fresh(); made < end; made++) {
            make(made);
        }
        SplittableRandom random = new SplittableRandom(plan.seedAfter(setbacks) * 0x9E3779B97F4A7C15L + ~step);
        for (int n = 0; n < plan.count(); n++) {
            Pair pair = at(first + random.nextInt(pool.size())).join();
            Dihedral view = Dihedral.random(random);
            batch.set(n, view.of(pair.low), PatchPlan.CONTEXT, view.of(pair.high));
        }
    }

    private Course course(int setbacks) {
        SampleOrder.Shape one = new SampleOrder.Shape(
                pool.fresh(), plan.side(), PatchPlan.CONTEXT, store.scale(), store.capacity() / 2);
        long seed = plan.seedAfter(setbacks);
        return new Course(new SampleOrder(manifest.training(), one, seed), setbacks, seed);
    }

    private CompletableFuture<Pair> at(long number) {
        return ring.get((int) (number % ring.length()));
    }

    private void make(long number) {
        Course from = course;
        ring.set((int) (number % ring.length()), CompletableFuture.supplyAsync(() -> pair(from, number), maker));
    }

    /** Patch {@code number} ever made: one of those the order draws at its step. */
    private Pair pair(Course from, long number) {
        long step = number / pool.fresh();
        SampleOrder.Draw draw = from.order.draws(step).get((int) (number % pool.fresh()));
        try {
            List<SampleEntry> needed = List.of(draw.entry());
            store.hold(needed, needed);
            StoredImage image = store.image(draw.entry());
            int margin = plan.side() + 2 * PatchPlan.CONTEXT;
            FloatImage wide = image.high(draw.x(), draw.y(), margin, draw.view());
            FloatImage low = draw.entry().lowResSha256() == null
                    ? signed(degradation.degrade(unsigned(wide), new SplittableRandom(from.seed ^ number).nextLong()))
                    : image.low(draw.x(), draw.y(), margin, draw.view());
            int edge = PatchPlan.CONTEXT * store.scale();
            int side = plan.side() * store.scale();
            return new Pair(low, wide.window(edge, edge, side, side));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static FloatImage unsigned(FloatImage image) {
        return mapped(image, 0.5f, 0.5f);
    }

    private static FloatImage signed(FloatImage image) {
        return mapped(image, 2f, -1f);
    }

    private static FloatImage mapped(FloatImage image, float factor, float offset) {
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * values[i] + offset;
        }
        return new FloatImage(image.channels(), image.height(), image.width(), values);
    }

    @Override
    public void close() {
        maker.shutdownNow();
    }
}
