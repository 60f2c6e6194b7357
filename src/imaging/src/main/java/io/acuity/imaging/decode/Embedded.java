package io.acuity.imaging.decode;

import org.jspecify.annotations.Nullable;

/**
 * What an image file carries beside its pixels.
 *
 * @param profile bytes of the ICC profile, or null
 * @param exif EXIF data from their byte order mark on, or null
 */
record Embedded(byte @Nullable [] profile, byte @Nullable [] exif) {
    static final Embedded NOTHING = new Embedded(null, null);
}
