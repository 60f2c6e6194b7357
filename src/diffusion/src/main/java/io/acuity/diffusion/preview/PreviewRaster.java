package io.acuity.diffusion.preview;

import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.resample.Bicubic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the image of one job stands, sampled sparsely: one result pixel in the middle of each of its own, so that what it costs
 * is bounded for images of any size. It begins as the enlarged LR image, and what the network says of tiles is laid over it.
 * Owned by the thread that works on the job, apart from its creation.
 */
public final class PreviewRaster {
    /** Most pixels a side: twice what is shown, so that it can be made smaller smoothly. */
    public static final int SIDE = 1024;

    private static final float HALF = Plane.MAX / 2f;

    private final int width;
    private final int height;
    private final int factor;
    private final RasterAxis across;
    private final RasterAxis down;
    /** y: the enlarged LR image, clipped. */
    private final short[][] base = new short[3][];

    private final short[][] planes = new short[3][];

    /**
     * Creates the raster of a result that shows the enlarged LR image.
     *
     * @param lowRes red, green and blue
     * @param scale result pixels per LR pixel and side
     * @param factor r: result pixels per latent pixel and side; 1 for a network on pixels
     */
    public PreviewRaster(List<Plane> lowRes, int scale, int factor) {
        this(lowRes, new Rect(0, 0, lowRes.get(0).width() * scale, lowRes.get(0).height() * scale), factor);
    }

    /**
     * Creates the raster of a result whose size is no multiple of the LR image's.
     *
     * @param lowRes red, green and blue
     * @param result all of the result
     */
    public PreviewRaster(List<Plane> lowRes, Rect result) {
        this(lowRes, result, 1);
    }

    private PreviewRaster(List<Plane> lowRes, Rect result, int factor) {
        int resultWidth = result.width();
        int resultHeight = result.height();
        double share = Math.min(1, (double) SIDE / Math.max(resultWidth, resultHeight));
        this.width = Math.max(1, (int) Math.round(resultWidth * share));
        this.height = Math.max(1, (int) Math.round(resultHeight * share));
        this.factor = factor;
        this.across = RasterAxis.of(resultWidth, width, factor);
        this.down = RasterAxis.of(resultHeight, height, factor);
        boolean grey = lowRes.get(0) == lowRes.get(1) && lowRes.get(0) == lowRes.get(2);
        for (int colour = 0; colour < 3; colour++) {
            base[colour] = grey && colour > 0 ? base[0] : enlarged(lowRes.get(colour));
            planes[colour] = base[colour].clone();
        }
    }

    private short[] enlarged(Plane plane) {
        if (plane.width() > width || plane.height() > height) {
            return picked(plane);
        }
        FloatImage large = Bicubic.resize(PictureConversions.toFloat(plane), height, width);
        return PictureConversions.toPlane(large, 0, 16).samples();
    }

    private short[] picked(Plane plane) {
        short[] samples = new short[width * height];
        for (int y = 0; y < height; y++) {
            int row = (int) ((2L * y + 1) * plane.height() / (2L * height)) * plane.width();
            for (int x = 0; x < width; x++) {
                samples[y * width + x] = plane.samples()[row + (int) ((2L * x + 1) * plane.width() / (2L * width))];
            }
        }
        return samples;
    }

    /**
     * Lays a latent plane of the image over it.
     *
     * @param region where, in latent pixels
     * @param channel latent channel {@code colour · r² + dy · r + dx}
     * @param values {@code [height, width]} of the region in [-1, 1]
     */
    public void image(Rect region, int channel, float[] values) {
        lay(region, channel, values, new Layer(0, false, null));
    }

    /**
     * The same for what the image has beyond the enlarged LR image.
     *
     * @param active where the values mean something; elsewhere the enlarged LR image is shown. Null for everywhere
     */
    public void residual(Rect region, int channel, float[] values, float @Nullable [] active) {
        lay(region, channel, values, new Layer(0, true, active));
    }

    /**
     * Lays an image of pixels over it; only for a factor of 1.
     *
     * @param image {@code [3, h, w]} in [-1, 1]
     * @param x where its upper left pixel belongs
     * @param y where its upper left pixel belongs
     */
    public void image(FloatImage image, int x, int y) {
        Rect region = new Rect(x, y, image.width(), image.height());
        for (int colour = 0; colour < 3; colour++) {
            lay(region, colour, image.values(), new Layer(colour * region.pixels(), false, null));
        }
    }

    /**
     * How values are read.
     *
     * @param from index of the first
     * @param added whether they count from the enlarged LR image on
     * @param active where they mean something
     */
    private record Layer(int from, boolean added, float @Nullable [] active) {}

    private void lay(Rect region, int channel, float[] values, Layer layer) {
        int colour = channel / (factor * factor);
        int dy = channel / factor % factor;
        int dx = channel % factor;
        int endRow = down.from(dy, region.endY());
        int firstColumn = across.from(dx, region.x());
        int endColumn = across.from(dx, region.endX());
        for (int row = down.from(dy, region.y()); row < endRow; row++) {
            int at = (down.latents()[dy][row] - region.y()) * region.width() - region.x();
            int to = down.places()[dy][row] * width;
            for (int column = firstColumn; column < endColumn; column++) {
                int index = at + across.latents()[dx][column];
                int place = to + across.places()[dx][column];
                float origin = layer.added ? base[colour][place] & 0xFFFF : HALF;
                boolean counts = layer.active == null || layer.active[index] != 0;
                float value = origin + (counts ? HALF * values[layer.from + index] : 0);
                planes[colour][place] = (short) (int) (Math.max(0f, Math.min(Plane.MAX, value)) + 0.5f);
            }
        }
    }

    /** What is shown now. */
    public Preview preview(Preview.Stage stage) {
        return new Preview(
                width, height, new short[][] {planes[0].clone(), planes[1].clone(), planes[2].clone()}, stage);
    }
}
