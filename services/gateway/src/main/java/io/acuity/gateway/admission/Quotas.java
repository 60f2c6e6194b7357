package io.acuity.gateway.admission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The quotas of all callers.
 *
 * @param everybody of callers without one of their own
 * @param byCaller by the caller's name, in place of everybody's
 */
public record Quotas(Quota everybody, Map<String, Quota> byCaller) {

    /** None for anybody. */
    public static final Quotas NONE = new Quotas(Quota.NONE, Map.of());

    /** Keeps its own copy. */
    public Quotas {
        byCaller = Map.copyOf(byCaller);
    }

    /**
     * Reads quotas as people write them.
     *
     * @param texts each {@code jobs-per-minute=N,under-way=N} for everybody, or the same behind {@code NAME:} for one caller
     * @return the quotas
     * @throws IllegalArgumentException when one is anything else, or a caller has two
     */
    public static Quotas parse(List<String> texts) {
        Quota everybody = null;
        Map<String, Quota> byCaller = new HashMap<>();
        for (String text : texts) {
            // The last one: names may have colons, quotas have none.
            int colon = text.lastIndexOf(':');
            Quota quota = Quota.parse(text.substring(colon + 1));
            boolean again = colon < 0 ? everybody != null : byCaller.put(text.substring(0, colon), quota) != null;
            if (again) {
                throw new IllegalArgumentException("The quota '" + text
                        + "' is the second for the same caller; give each caller, and everybody, one at most.");
            }
            everybody = colon < 0 ? quota : everybody;
        }
        return new Quotas(everybody == null ? Quota.NONE : everybody, byCaller);
    }

    /** The quota of one caller. */
    Quota of(String caller) {
        return byCaller.getOrDefault(caller, everybody);
    }
}
