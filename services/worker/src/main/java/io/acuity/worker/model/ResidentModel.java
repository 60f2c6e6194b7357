package io.acuity.worker.model;

import io.acuity.worker.upscale.UpscaleModel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A checkpoint in the device's memory and how many hold it: the slot that serves it and the jobs pinned to it. Whoever made it is
 * the first holder; the last one to let go has it released. Safe for use by several threads.
 */
public final class ResidentModel {
    private final UpscaleModel model;
    private final Consumer<ResidentModel> release;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * A checkpoint held by the caller.
     *
     * @param release called once, by whichever thread lets go last; must not block
     */
    public ResidentModel(UpscaleModel model, Consumer<ResidentModel> release) {
        this.model = model;
        this.release = release;
    }

    /** The checkpoint, ready to run. Only for holders. */
    public UpscaleModel model() {
        return model;
    }

    /** Identity of its weights. */
    public String checkpoint() {
        return model.checkpoint();
    }

    /** Becomes a holder; false if nobody held it any more, so that it is released. */
    boolean hold() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    /** Ends being a holder; each holder calls it once. */
    public void letGo() {
        int left = holders.decrementAndGet();
        if (left == 0) {
            release.accept(this);
        } else if (left < 0) {
            throw new IllegalStateException("The checkpoint " + checkpoint() + " was let go more often than held.");
        }
    }
}
