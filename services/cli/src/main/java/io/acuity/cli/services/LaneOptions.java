package io.acuity.cli.services;

import io.acuity.streaming.lane.LaneKind;
import picocli.CommandLine.Option;

/** How workers take requests. */
public final class LaneOptions {
    @Option(
            names = "--lane",
            paramLabel = "LANE",
            defaultValue = "ordered",
            description = {
                "How requests are taken: ordered (each result once, at most a worker for each partition) or elastic (any",
                "number of workers, a result may appear twice); the same for all workers of a cluster (default: ${DEFAULT-VALUE})."
            })
    private LaneKind kind = LaneKind.ORDERED;

    /** The lane that was named. */
    public LaneKind kind() {
        return kind;
    }
}
