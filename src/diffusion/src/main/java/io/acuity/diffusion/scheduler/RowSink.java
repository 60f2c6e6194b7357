package io.acuity.diffusion.scheduler;

import java.io.IOException;

/**
 * Takes the rows of a result as they finish. Called for one job by one thread at a time, never by the device thread,
 * top to bottom without gaps; a slow sink slows its own job down and no other.
 */
@FunctionalInterface
public interface RowSink {
    /**
     * Takes the next rows.
     *
     * @param y0 first row, in result pixels
     * @param rows number of rows
     * @param planes red, green, blue: {@code rows × width} unsigned 16-bit samples each (arrays may be longer); reused
     *     after the call returns
     * @throws IOException if the rows can't be kept; the job fails with it
     */
    void rows(int y0, int rows, short[][] planes) throws IOException;
}
