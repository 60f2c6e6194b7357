package io.acuity.cli.bench.overload;

import java.util.List;

/** What keeps a gateway from taking more. */
enum GatewayLimit {
    /** The quota of its callers. */
    QUOTA {
        @Override
        List<String> options(int jobsPerSecond) {
            return List.of("--quota", "jobs-per-minute=" + MINUTE * jobsPerSecond);
        }

        @Override
        int endsPerSecond(int jobsPerSecond) {
            return 2 * jobsPerSecond;
        }
    },
    /** A queue that is full because workers do no more. */
    QUEUE {
        @Override
        List<String> options(int jobsPerSecond) {
            return List.of("--max-waiting-jobs", String.valueOf(QUEUE_SECONDS * jobsPerSecond));
        }

        @Override
        int endsPerSecond(int jobsPerSecond) {
            return jobsPerSecond;
        }
    };

    private static final int MINUTE = 60;
    private static final int QUEUE_SECONDS = 10;

    /** The options of a gateway that takes so many jobs a second. */
    abstract List<String> options(int jobsPerSecond);

    /** How many jobs workers end a second. */
    abstract int endsPerSecond(int jobsPerSecond);
}
