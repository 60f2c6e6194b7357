package io.acuity.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Patches cut from the images of a store, whose LR images are as stored. The next images are fetched while training goes on. */
public final class StoredPatches implements PatchSource {
    private final ImageStore store;
    private final SampleManifest manifest;
    private final PatchPlan plan;
    private final ExecutorService loader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("acuity-images").daemon().factory());
    private SampleOrder order;
    private int orderSetbacks;
    private @Nullable CompletableFuture<Void> next;
    private long heldUntil = Long.MIN_VALUE;

    /**
     * A source.
     *
     * @param store holds the images; stays the caller's
     * @param manifest which images, none smaller than a patch with its context
     */
    public StoredPatches(ImageStore store, SampleManifest manifest, PatchPlan plan) {
        this.store = store;
        this.manifest = manifest;
        this.plan = plan;
        this.order = order(0);
    }

    @Override
    public int scale() {
        return store.scale();
    }

    @Override
    public void draw(PatchBatch batch, long step, int setbacks) {
        if (setbacks != orderSetbacks) {
            order = order(setbacks);
            orderSetbacks = setbacks;
            heldUntil = Long.MIN_VALUE;
        }
        try {
            hold(step);
            List<SampleOrder.Draw> draws = order.draws(step);
            for (int n = 0; n < draws.size(); n++) {
                cut(batch, n, draws.get(n));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private SampleOrder order(int setbacks) {
        return new SampleOrder(manifest.training(), plan.shape(store), plan.seedAfter(setbacks));
    }

    private void cut(PatchBatch batch, int n, SampleOrder.Draw draw) throws IOException {
        StoredImage image = store.image(draw.entry());
        int context = PatchPlan.CONTEXT;
        batch.set(
                n,
                image.low(draw.x(), draw.y(), plan.side() + 2 * context, draw.view()),
                context,
                image.high(draw.x() + context, draw.y() + context, plan.side(), draw.view()));
    }

    /** Waits for the images of {@code step}, and has those of the next window fetched. */
    private void hold(long step) throws IOException {
        if (step < heldUntil) {
            return;
        }
        await();
        List<SampleEntry> now = order.window(step);
        store.hold(now, now);
        heldUntil = order.fits() ? Long.MAX_VALUE : order.nextWindow(step);
        if (!order.fits()) {
            List<SampleEntry> coming = order.window(heldUntil);
            next = CompletableFuture.runAsync(() -> holdAhead(coming, now), loader);
        }
    }

    private void holdAhead(List<SampleEntry> coming, List<SampleEntry> now) {
        try {
            store.hold(coming, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private void await() throws IOException {
        CompletableFuture<Void> running = next;
        next = null;
        if (running == null) {
            return;
        }
        try {
            running.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException io
                    ? io.getCause()
                    : new IOException("The next images could not be fetched.", e.getCause());
        }
    }

    @Override
    public void close() {
        loader.shutdownNow();
    }
}
