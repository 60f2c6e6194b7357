package io.acuity.imaging.decode;

/**
 * What is known of an image before it is decoded.
 *
 * @param format the format its first bytes tell
 * @param width width as stored, before an EXIF orientation is applied
 * @param height height as stored, before an EXIF orientation is applied
 */
public record ImageHeader(ImageFormat format, int width, int height) {}
