package io.acuity.gateway.access;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for changes again and again, by a thread of its own: what one waits for keeps no other from looking. One look at a time.
 */
final class Lookout {

    private static final Logger LOGGER = LoggerFactory.getLogger(Lookout.class);

    private Lookout() {}

    /**
     * Looks at once, on the caller's thread, and from then on as often as said, until {@code vertx} is closed.
     *
     * @param vertx keeps the time
     * @param thread name of the thread
     * @param millis between looks; one that takes longer is waited for
     * @param look may block
     */
    static void begin(Vertx vertx, String thread, long millis, Runnable look) {
        look.run();
        var looks = new AtomicBoolean();
        vertx.setPeriodic(millis, tick -> {
            if (looks.compareAndSet(false, true)) {
                Thread.ofVirtual().name(thread).start(() -> {
                    try {
                        look.run();
                    } catch (RuntimeException e) {
                        // The thread's root: the next look may succeed.
                        LOGGER.atError()
                                .setCause(e)
                                .addKeyValue("thread", thread)
                                .log("A look failed");
                    } finally {
                        looks.set(false);
                    }
                });
            }
        });
    }
}
