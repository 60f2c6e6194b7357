package io.acuity.imaging.encode;

import ar.com.hjg.pngj.FilterType;
import ar.com.hjg.pngj.IImageLine;
import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.PngWriter;
import ar.com.hjg.pngj.PngjOutputException;
import java.io.IOException;
import java.io.OutputStream;

/** Writes PNG rows as they arrive; memory is a few rows, whatever the height. */
final class PngRows implements PictureWriter {
    /** Photographs gain little from more effort: level 6 takes twice as long for the same size. */
    private static final int COMPRESSION_LEVEL = 1;

    private static final int IDAT_BYTES = 1 << 16;

    private final PictureLayout layout;
    private final RowCheck rowCheck;
    private final PngWriter writer;

    PngRows(PictureLayout layout, OutputStream out) {
        this.layout = layout;
        this.rowCheck = new RowCheck(layout);
        ImageInfo info = new ImageInfo(
                layout.width(), layout.height(), layout.bitDepth(), layout.hasAlpha(), layout.isGrey(), false);
        this.writer = new PngWriter(out, info);
        writer.setShouldCloseStream(false);
        writer.setCompLevel(COMPRESSION_LEVEL);
        writer.setFilterType(FilterType.FILTER_PAETH);
        writer.setIdatMaxSize(IDAT_BYTES);
    }

    @Override
    public void writeRows(short[] samples, int rows) throws IOException {
        rowCheck.take(samples, rows);
        int rowSamples = layout.rowSamples();
        try {
            for (int row = 0; row < rows; row++) {
                writer.writeRow(new Row(samples, row * rowSamples, rowSamples, layout.bitDepth()));
            }
            if (rows > 0 && rowCheck.complete()) {
                writer.end();
            }
        } catch (PngjOutputException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException("Writing PNG failed.", e);
        }
    }

    @Override
    public void close() {
        writer.close();
    }

    /** One row of the caller's samples in the byte order of PNG; byte 0 belongs to the filter. */
    private record Row(short[] samples, int from, int count, int bitDepth) implements IImageLine {
        @Override
        public void writeToPngRaw(byte[] raw) {
            if (bitDepth == 8) {
                for (int i = 0; i < count; i++) {
                    raw[1 + i] = (byte) (((samples[from + i] & 0xFFFF) + 128) / 257);
                }
                return;
            }
            for (int i = 0; i < count; i++) {
                short sample = samples[from + i];
                raw[1 + 2 * i] = (byte) (sample >> 8);
                raw[2 + 2 * i] = (byte) sample;
            }
        }

        @Override
        public void readFromPngRaw(byte[] raw, int length, int offset, int step) {
            throw new UnsupportedOperationException("Rows are only written here.");
        }

        @Override
        public void endReadFromPngRaw() {
            throw new UnsupportedOperationException("Rows are only written here.");
        }
    }
}
