package io.acuity.streaming;

import io.acuity.events.Cancel;
import io.acuity.streaming.topics.Topic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who cancelled what: follows the control topic, stops work under way and remembers ids of work not yet met, the newest
 * {@value #REMEMBERED}. Safe for any thread.
 */
public final class Cancellations implements AutoCloseable {
    private static final int REMEMBERED = 100_000;
    private static final long CATCH_UP_SECONDS = 5;

    private final Set<String> cancelled = Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));
    private final Map<String, Runnable> running = new ConcurrentHashMap<>();
    private final EventTail<Cancel> tail;

    private Cancellations(KafkaSettings kafka) {
        tail = EventTail.open(kafka, Topic.CONTROL, new TailStart.Beginning(), this::told);
    }

    /** Starts following; what was cancelled before is known, as far as it can be read within seconds. */
    public static Cancellations follow(KafkaSettings kafka) {
        Cancellations cancellations = new Cancellations(kafka);
        // Work cancelled before this process started is better refused than begun, but not worth a long wait.
        var unused = cancellations
                .tail
                .caughtUp()
                .completeOnTimeout(null, CATCH_UP_SECONDS, TimeUnit.SECONDS)
                .join();
        return cancellations;
    }

    /**
     * Registers work under way.
     *
     * @param id of the job or clip
     * @param stop run when it is cancelled, at once if it was before; on the tail's thread or the caller's, perhaps on both
     */
    public void enter(String id, Runnable stop) {
        running.put(id, stop);
        if (cancelled.contains(id)) {
            stop.run();
        }
    }

    /** The work has ended; the same arguments as when it entered. */
    public void leave(String id, Runnable stop) {
        running.remove(id, stop);
    }

    /** Whether it was cancelled, as far as is known here. */
    public boolean has(String id) {
        return cancelled.contains(id);
    }

    private void told(String id, @Nullable Cancel cancel) {
        if (cancel == null) {
            return;
        }
        cancelled.add(id);
        Runnable stop = running.get(id);
        if (stop != null) {
            stop.run();
        }
    }

    @Override
    public void close() {
        tail.close();
    }
}
