package io.acuity.gateway.jobs;

/** The reader of places in the list of jobs, for the fuzzer. */
public final class CursorParameters {
    private CursorParameters() {}

    /** A cursor as a caller brings it back. */
    public static void cursor(String given) {
        JobCursor.decode(given).ifPresent(cursor -> {
            JobCursor again = JobCursor.decode(cursor.encode()).orElseThrow();
            if (!again.equals(cursor)) {
                throw new AssertionError("Another place after a round trip: " + cursor);
            }
        });
    }
}
