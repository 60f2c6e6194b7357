package io.acuity.worker.upscale;

import java.io.IOException;

/** Takes the rows of an upscaled picture, top to bottom, by one thread at a time. */
@FunctionalInterface
public interface PictureRows {
    /**
     * Takes the next rows.
     *
     * @param samples channels interleaved, alpha last, unsigned 16-bit; already rounded to the picture's bit depth;
     *     reused after the call returns
     * @param rows how many
     * @throws IOException if the rows can't be kept; the picture fails with it
     */
    void rows(short[] samples, int rows) throws IOException;
}
