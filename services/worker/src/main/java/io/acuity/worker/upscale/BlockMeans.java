package io.acuity.worker.upscale;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a result small again while its rows come: of each square of pixels only the mean is kept, so that a result of any
 * size takes the memory of its source. Rows come from one thread at a time, in order.
 */
public final class BlockMeans implements PictureRows {
    private final PictureLayout layout;
    private final int side;
    private final int width;
    private final int height;
    private final int[][] sums;
    private int nextRow;

    /**
     * Room for the means.
     *
     * @param layout of the result, without alpha
     * @param side of the squares, which divides the result's sides; at most 181, for the sums to fit
     */
    public BlockMeans(PictureLayout layout, int side) {
        this.layout = layout;
        this.side = side;
        this.width = layout.width() / side;
        this.height = layout.height() / side;
        this.sums = new int[layout.channels()][Math.multiplyExact(width, height)];
    }

    @Override
    public synchronized void rows(short[] samples, int rows) {
        int channels = sums.length;
        for (int row = 0; row < rows; row++, nextRow++) {
            int from = row * layout.rowSamples();
            int to = nextRow / side * width;
            for (int x = 0; x < layout.width(); x++) {
                for (int c = 0; c < channels; c++) {
                    sums[c][to + x / side] += samples[from + x * channels + c] & 0xFFFF;
                }
            }
        }
    }

    /** The means as a picture of 16 bits, once the last row has come. */
    public synchronized Picture picture() {
        List<Plane> planes = new ArrayList<>();
        int pixels = side * side;
        for (int[] sum : sums) {
            Plane plane = new Plane(width, height);
            for (int i = 0; i < sum.length; i++) {
                plane.samples()[i] = (short) ((sum[i] + pixels / 2) / pixels);
            }
            planes.add(plane);
        }
        return new Picture(planes, null, 16);
    }
}
