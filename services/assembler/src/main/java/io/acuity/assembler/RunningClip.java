package io.acuity.assembler;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A clip in work: its thread, and whether it was told to stop. Safe for any thread. */
final class RunningClip {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunningClip.class);

    private final AtomicReference<@Nullable ClipStop> stop = new AtomicReference<>();
    private final Thread thread;

    /** A clip whose work has not begun. */
    RunningClip(Consumer<RunningClip> work) {
        // A platform thread: it spends its time in native code.
        thread = Thread.ofPlatform().daemon().name("acuity-clip").unstarted(() -> work.accept(this));
    }

    void start() {
        thread.start();
    }

    /** Interrupts the work; the first reason counts. */
    void stop(ClipStop reason) {
        if (stop.compareAndSet(null, reason)) {
            thread.interrupt();
        }
    }

    /** Why it was told to stop; null while it was not. */
    @Nullable
    ClipStop stopped() {
        return stop.get();
    }

    /** Ends the work if it was told to stop. */
    void requireWanted() throws InterruptedException {
        if (stop.get() != null) {
            throw new InterruptedException("The clip was told to stop.");
        }
    }

    /** Waits until the work has ended. */
    void await(Duration patience) {
        try {
            if (!thread.join(patience)) {
                LOGGER.atWarn().addKeyValue("thread", thread.getName()).log("A clip does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
