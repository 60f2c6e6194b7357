package io.acuity.cli.bench.scale;

import io.acuity.streaming.lane.LaneKind;
import java.time.Duration;

/**
 * What is measured at one number of workers.
 *
 * @param lane how they take requests
 * @param workers in this process
 * @param hands most jobs each holds; more than one, so that the next is there when the device is free
 * @param partitions of the topics
 * @param jobs in all
 * @param latency of the device for each
 */
record ScalePlan(LaneKind lane, int workers, int hands, int partitions, int jobs, Duration latency) {

    /** Seconds that the devices alone would take. */
    double idealSeconds() {
        return (double) jobs / workers * latency.toMillis() / 1000;
    }
}
