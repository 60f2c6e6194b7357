package io.acuity.cli.bench.scale;

/**
 * What was measured at one number of workers; the names are those of the JSON object and of the table's columns.
 *
 * @param lane that requests came by
 * @param workers in one process
 * @param partitions of the topics
 * @param jobs in all, each with its image by reference
 * @param latencyMillis of the device for each
 * @param seconds from the first request's publishing to the last result's reading
 * @param jobsPerSecond over that time
 * @param efficiency jobs a second over those the devices alone would do
 * @param fewestJobs of one worker
 * @param mostJobs of one worker
 * @param doubled results that came a second time
 * @param processorMillisPerJob of this whole process: broker, workers, store, client
 */
record ScaleFigures(
        String lane,
        int workers,
        int partitions,
        int jobs,
        long latencyMillis,
        double seconds,
        double jobsPerSecond,
        double efficiency,
        long fewestJobs,
        long mostJobs,
        long doubled,
        double processorMillisPerJob) {}
