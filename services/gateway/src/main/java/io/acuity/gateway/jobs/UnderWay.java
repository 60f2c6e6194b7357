package io.acuity.gateway.jobs;

import java.util.HashMap;
import java.util.Map;

/** Whose jobs have not ended. Safe for any thread; each call is short and holds its own lock. */
public final class UnderWay {

    private final Object lock = new Object();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Nobody has any. */
    public UnderWay() {}

    /**
     * A job was taken; counts once, however often it is told.
     *
     * @param owner who submitted it
     * @param id of the image or clip
     */
    public void begin(String owner, String id) {
        synchronized (lock) {
            if (owners.putIfAbsent(id, owner) == null) {
                counts.merge(owner, 1, Integer::sum);
            }
        }
    }

    /**
     * A job has ended, or came to nothing.
     *
     * @param id of an image or clip, whether it was told of or not
     */
    public void end(String id) {
        synchronized (lock) {
            String owner = owners.remove(id);
            if (owner != null) {
                counts.computeIfPresent(owner, (name, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /**
     * How many jobs of somebody have not ended.
     *
     * @param owner who submitted them
     * @return their number
     */
    public int of(String owner) {
        synchronized (lock) {
            return counts.getOrDefault(owner, 0);
        }
    }
}
