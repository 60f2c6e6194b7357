package io.acuity.video.encode;

import io.acuity.video.ColourTags;
import io.acuity.video.Rational;

/**
 * What an encoder is told about the frames that will come.
 *
 * @param width columns
 * @param height rows
 * @param timeBase seconds a tick of their times
 * @param rate frames a second on average, for rate control; may be unknown
 * @param sampleAspectRatio width of a pixel over its height; unknown means square
 * @param colour tags to write and to convert by
 */
public record VideoShape(
        int width, int height, Rational timeBase, Rational rate, Rational sampleAspectRatio, ColourTags colour) {}
