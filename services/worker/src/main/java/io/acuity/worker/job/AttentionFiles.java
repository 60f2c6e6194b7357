package io.acuity.worker.job;

/**
 * What a job that asked for attention leaves behind.
 *
 * @param map payload of the map, 16-bit grey PNG
 * @param overlay payload of the coloured overlay, PNG
 * @param width columns of both
 * @param height rows of both
 */
record AttentionFiles(Object map, Object overlay, int width, int height) {}
