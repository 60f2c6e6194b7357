package io.acuity.imaging.encode;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes a picture from top to bottom. The file is complete once the last row has been written; {@link #close} before
 * that abandons it. Neither closes the stream underneath. Not thread-safe.
 */
public interface PictureWriter extends Closeable {
    /**
     * Writes the next rows.
     *
     * @param samples whole rows, channels interleaved, unsigned 16-bit (8-bit values widened by 257); not kept
     * @param rows how many
     * @throws IOException when the stream underneath fails
     */
    void writeRows(short[] samples, int rows) throws IOException;
}
