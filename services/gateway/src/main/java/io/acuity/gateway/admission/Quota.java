package io.acuity.gateway.admission;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much one caller may submit.
 *
 * @param jobsPerMinute images and clips; a minute's worth may come at once; null for as many as the caller likes
 * @param underWay images and clips that have not ended; null for as many as the caller likes
 */
public record Quota(
        @Nullable Integer jobsPerMinute, @Nullable Integer underWay) {

    /** No quota at all. */
    public static final Quota NONE = new Quota(null, null);

    private static final String RATE = "jobs-per-minute";
    private static final String UNDER_WAY = "under-way";

    /** Rejects quotas that let nobody in. */
    public Quota {
        if ((jobsPerMinute != null && jobsPerMinute < 1) || (underWay != null && underWay < 1)) {
            throw new IllegalArgumentException("A quota must be 1 or more, not " + RATE + "=" + jobsPerMinute + ","
                    + UNDER_WAY + "=" + underWay + "; leave out what shall have no limit.");
        }
    }

    /**
     * Reads a quota as people write it.
     *
     * @param text {@code jobs-per-minute=600,under-way=50}, or one of the two
     * @return the quota
     * @throws IllegalArgumentException when it is anything else
     */
    static Quota parse(String text) {
        Map<String, Integer> given = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            boolean known = name.equals(RATE) || name.equals(UNDER_WAY);
            if (!known || given.put(name, number(part, equals)) != null) {
                throw unreadable(text);
            }
        }
        return new Quota(given.get(RATE), given.get(UNDER_WAY));
    }

    private static int number(String part, int equals) {
        try {
            return Integer.parseInt(part.substring(equals + 1).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The quota '" + part + "' has no whole number behind its '='.", e);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("The quota '" + text + "' is not of the form " + RATE + "=N," + UNDER_WAY
                + "=N, of which one may be left out; for example " + RATE + "=600," + UNDER_WAY + "=50.");
    }
}
