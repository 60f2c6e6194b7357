package io.acuity.pipeline;

import io.acuity.video.encode.WriteReport;

/**
 * A clip that is done.
 *
 * @param clipId its name on the topics
 * @param framesIn frames read from the source
 * @param written what the finished file holds
 * @param work what was computed for it
 */
public record ClipReport(String clipId, long framesIn, WriteReport written, ClipWork work) {}
