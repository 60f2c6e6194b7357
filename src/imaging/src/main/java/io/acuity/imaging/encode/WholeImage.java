package io.acuity.imaging.encode;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Arrays;

/** Collects the rows of a picture for encoders that want all of it, and hands it over with the last row. */
final class WholeImage implements PictureWriter {
    private final PictureLayout layout;
    private final RowCheck rowCheck;
    private final BufferedImage image;
    private final Sink sink;

    /** What happens with the complete image. */
    @FunctionalInterface
    interface Sink {
        void write(BufferedImage image) throws IOException;
    }

    /** Collects with {@code bitDepth} bits per sample, which may be fewer than the layout has. */
    WholeImage(PictureLayout layout, int bitDepth, Sink sink) {
        this.layout = layout;
        this.rowCheck = new RowCheck(layout);
        this.image = blank(layout, bitDepth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
        this.sink = sink;
    }

    private static BufferedImage blank(PictureLayout layout, int type) {
        ColorSpace space = ColorSpace.getInstance(layout.isGrey() ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        int transparency = layout.hasAlpha() ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ComponentColorModel model = new ComponentColorModel(space, layout.hasAlpha(), false, transparency, type);
        int[] offsets = new int[layout.channels()];
        Arrays.setAll(offsets, band -> band);
        WritableRaster raster = Raster.createInterleavedRaster(
                type, layout.width(), layout.height(), layout.rowSamples(), layout.channels(), offsets, null);
        return new BufferedImage(model, raster, false, null);
    }

    @Override
    public void writeRows(short[] samples, int rows) throws IOException {
        int first = rowCheck.take(samples, rows);
        int at = first * layout.rowSamples();
        int count = rows * layout.rowSamples();
        switch (image.getRaster().getDataBuffer()) {
            case DataBufferByte bytes -> {
                byte[] data = bytes.getData();
                for (int i = 0; i < count; i++) {
                    data[at + i] = (byte) (((samples[i] & 0xFFFF) + 128) / 257);
                }
            }
            case DataBufferUShort shorts -> System.arraycopy(samples, 0, shorts.getData(), at, count);
            default -> throw new IllegalStateException("Rasters here have bytes or shorts.");
        }
        if (rows > 0 && rowCheck.complete()) {
            sink.write(image);
        }
    }

    @Override
    public void close() {
        image.flush();
    }
}
