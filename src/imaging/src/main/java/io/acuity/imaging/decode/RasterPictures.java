package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;

/** Takes the samples out of decoded rasters a row at a time, as stored: no colour conversion happens on the way. */
final class RasterPictures {
    private RasterPictures() {}

    static Picture toPicture(BufferedImage image) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        int colours = model instanceof IndexColorModel ? 3 : model.getNumColorComponents();
        List<short[]> planes = new ArrayList<>();
        for (int c = 0; c < colours + (model.hasAlpha() ? 1 : 0); c++) {
            planes.add(new short[raster.getWidth() * raster.getHeight()]);
        }
        boolean deep = false;
        if (model instanceof IndexColorModel palette) {
            indexed(raster, palette, planes);
        } else if (model instanceof ComponentColorModel && raster.getTransferType() == DataBuffer.TYPE_BYTE) {
            bytes(raster, planes);
        } else if (model instanceof ComponentColorModel && raster.getTransferType() == DataBuffer.TYPE_USHORT) {
            shorts(raster, planes);
            deep = true;
        } else {
            packed(raster, model, planes);
        }
        List<Plane> colour = new ArrayList<>();
        for (short[] samples : planes) {
            colour.add(new Plane(raster.getWidth(), raster.getHeight(), samples));
        }
        Plane alpha = model.hasAlpha() ? colour.remove(colours) : null;
        return new Picture(colour, alpha, deep ? 16 : 8);
    }

    private static void bytes(Raster raster, List<short[]> planes) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] row = new byte[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (short) ((row[x * bands + c] & 0xFF) * 257);
                }
            }
        }
    }

    private static void shorts(Raster raster, List<short[]> planes) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        short[] row = new short[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = row[x * bands + c];
                }
            }
        }
    }

    private static void packed(Raster raster, ColorModel model, List<short[]> planes) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                int levels = (1 << model.getComponentSize(c)) - 1;
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (short) ((row[x * bands + c] * 255 + levels / 2) / levels * 257);
                }
            }
        }
    }

    private static void indexed(Raster raster, IndexColorModel palette, List<short[]> planes) {
        int width = raster.getWidth();
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                int shift = c == 3 ? 24 : 16 - 8 * c;
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (short) ((colours[row[x]] >>> shift & 0xFF) * 257);
                }
            }
        }
    }
}
