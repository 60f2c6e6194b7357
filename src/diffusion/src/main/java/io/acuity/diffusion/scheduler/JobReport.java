package io.acuity.diffusion.scheduler;

/**
 * What a job cost.
 *
 * @param networkCalls calls of the network it took part in
 * @param networkPixels what the network computed for it, in result pixels: height × width of its tiles, halos
 *     included, summed over steps
 * @param denseNetworkPixels steps × width × height of the result
 * @param queueNanos from submission to its first tick
 * @param computeNanos its share of the device thread's time, by pixels
 */
public record JobReport(
        long networkCalls, long networkPixels, long denseNetworkPixels, long queueNanos, long computeNanos) {}
