package io.acuity.video.sample;

/** What a drawn clip shows. */
public enum SampleScene {
    /** One rectangle of 15 % of the frame moves over a still, textured background. */
    MOVING_OBJECT,
    /** Nothing moves; every sample has sensor noise of σ = 1 level, anew in each frame. */
    STILL_NOISE,
    /** The moving object, and another background from the middle of the clip on. */
    SCENE_CUT
}
