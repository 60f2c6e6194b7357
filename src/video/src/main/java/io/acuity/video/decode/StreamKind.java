package io.acuity.video.decode;

/** What a stream beside the video holds. */
public enum StreamKind {
    AUDIO,
    SUBTITLE,
    /** A cover picture. */
    PICTURE,
    /** A further video stream, which is copied as it is. */
    VIDEO,
    /** A file inside the file, such as a font. */
    ATTACHMENT,
    /** Time codes, positions and the like. */
    DATA,
    /** The text track some containers keep chapter names in; read as chapters. */
    CHAPTERS
}
