package io.acuity.pipeline;

/** What becomes of a frame that has no result. */
public enum MissingFrames {
    /** The run ends with its number; the next one computes what is missing. */
    FAIL,
    /** The result before it is shown again; where there is none at hand, the source, enlarged by a bicubic filter. */
    REPEAT
}
