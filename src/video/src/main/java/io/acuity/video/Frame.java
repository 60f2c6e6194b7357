package io.acuity.video;

/**
 * One picture of a clip.
 *
 * @param index position in presentation order, from 0
 * @param time when it is shown
 * @param keyFrame whether the source stored it without reference to others
 * @param pixels its content as stored: not turned by the clip's rotation, not stretched by its sample aspect ratio
 */
public record Frame(long index, FrameTime time, boolean keyFrame, FramePixels pixels) {
    /** The same frame with other pixels, as after enlarging. */
    public Frame with(FramePixels other) {
        return new Frame(index, time, keyFrame, other);
    }
}
