package io.acuity.video.encode;

import io.acuity.video.ffmpeg.PixelFormats;

/**
 * What an encoder must be able to take.
 *
 * @param width columns
 * @param height rows
 * @param like FFmpeg's pixel format of the source, which the result's should resemble
 * @param depth bits a sample that must not be lost
 */
record EncoderNeeds(int width, int height, int like, int depth) {
    static EncoderNeeds of(int width, int height, int like, int storedDepth) {
        return new EncoderNeeds(width, height, like, storedDepth == 8 ? 8 : PixelFormats.depth(like));
    }

    boolean suitsSides(int pixelFormat) {
        int columns = 1 << PixelFormats.chromaShiftX(pixelFormat);
        int rows = 1 << PixelFormats.chromaShiftY(pixelFormat);
        return width % columns == 0 && height % rows == 0;
    }
}
