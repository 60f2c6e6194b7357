package io.acuity.cli.bench.soak;

import java.util.Map;

/**
 * What was there at a moment at which no job was in work. The names are those of the JSON object.
 *
 * @param jobs that had ended
 * @param seconds since the first was submitted
 * @param arrays native arrays of the worker
 * @param residentMib memory of each process
 */
record SoakSample(int jobs, double seconds, int arrays, Map<String, Double> residentMib) {}
