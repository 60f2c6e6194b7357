package io.acuity.pipeline;

import io.acuity.events.FrameResult;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Results of one clip between the thread that follows the topic, which waits when it is full, and the one that encodes. */
final class ResultQueue implements AutoCloseable {
    private static final int WAITING = 256;
    private static final long PATIENCE_MILLIS = 200;

    private final String clip;
    private final BlockingQueue<FrameResult> results = new LinkedBlockingQueue<>(WAITING);
    private volatile boolean closed;

    ResultQueue(String clip) {
        this.clip = clip;
    }

    /** Adds a result of the clip; others are left out. */
    void add(@Nullable FrameResult result) {
        if (result == null || !result.getClipId().equals(clip)) {
            return;
        }
        try {
            boolean added = false;
            while (!added && !closed) {
                added = results.offer(result, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next result, or null when none comes for a while. */
    @Nullable
    FrameResult poll() throws InterruptedException {
        return results.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Lets go of whoever waits for room. */
    @Override
    public void close() {
        closed = true;
    }
}
