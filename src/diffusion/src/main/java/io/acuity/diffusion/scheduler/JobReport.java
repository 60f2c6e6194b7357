package io.acuity.diffusion.scheduler;

/**
 * What a job cost.
 *
 * @param networkCalls calls of the network it took part in
 * @param networkPixels what the network computed for it, in result pixels: height × width of its tiles, halos
 *     included, summed over steps
 * @param denseNetworkPixels steps × width × height of the result
 * @param encoderPixels what programs that run once per job computed for it, in result pixels, halos included
 * @param queueNanos from submission to its first tick
 * @param computeNanos its share of the device thread's time, by pixels
 */
public record JobReport(
        long networkCalls,
        long networkPixels,
        long denseNetworkPixels,
        long encoderPixels,
        long queueNanos,
        long computeNanos) {}
