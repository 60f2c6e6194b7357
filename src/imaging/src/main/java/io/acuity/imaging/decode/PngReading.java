package io.acuity.imaging.decode;

import ar.com.hjg.pngj.ImageInfo;
import ar.com.hjg.pngj.PngReaderInt;
import ar.com.hjg.pngj.PngjException;
import ar.com.hjg.pngj.chunks.ChunksList;
import ar.com.hjg.pngj.chunks.PngChunkPLTE;
import ar.com.hjg.pngj.chunks.PngChunkTRNS;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads PNG row by row into planes, with every depth, palette and kind of transparency the format has. */
final class PngReading {
    /** First column and row of a pass, and the steps between columns and rows. */
    private static final int[][] INTERLACED_PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] PLAIN_PASS = {{0, 0, 1, 1}};

    private PngReading() {}

    /** The picture as stored: neither profile nor orientation is applied. */
    static Picture read(byte[] image) {
        PngReaderInt reader = null;
        try {
            reader = new PngReaderInt(new ByteArrayInputStream(image));
            // Compressed text may expand without bound, and nobody reads it here.
            reader.setChunksToSkip("zTXt", "iTXt", "tEXt", "iCCP", "eXIf");
            reader.setMaxTotalBytesRead(Long.MAX_VALUE);
            Picture picture = new Rows(reader).read();
            requireAllRows(reader);
            reader.end();
            return picture;
        } catch (PngjException e) {
            throw ImageIoReading.unreadable(ImageFormat.PNG, e);
        } finally {
            if (reader != null) {
                reader.close();
            }
        }
    }

    /** Pixel data that end early in good order would otherwise leave the rest black. */
    private static void requireAllRows(PngReaderInt reader) {
        ImageInfo info = reader.imgInfo;
        long expected = 0;
        for (int[] pass : reader.interlaced ? INTERLACED_PASSES : PLAIN_PASS) {
            long columns = ((long) info.cols - pass[0] + pass[2] - 1) / pass[2];
            long rows = ((long) info.rows - pass[1] + pass[3] - 1) / pass[3];
            expected += columns > 0 ? rows * (1 + (columns * info.bitspPixel + 7) / 8) : 0;
        }
        if (reader.getChunkseq().getIdatSet().getBytesOut() < expected) {
            throw new PngjException("Rows are missing.");
        }
    }

    /** Where the rows of one image go. */
    private static final class Rows {
        private final PngReaderInt reader;
        private final ImageInfo info;
        private final List<short[]> colour = new ArrayList<>();
        private final short @Nullable [] alpha;
        private final @Nullable PngChunkPLTE palette;
        private final @Nullable PngChunkTRNS transparency;
        private final int widen;

        Rows(PngReaderInt reader) {
            this.reader = reader;
            this.info = reader.imgInfo;
            ChunksList chunks = reader.getChunksList();
            this.palette = (PngChunkPLTE) chunks.getById1("PLTE");
            this.transparency = (PngChunkTRNS) chunks.getById1("tRNS");
            this.widen = info.indexed ? 257 : Plane.MAX / ((1 << info.bitDepth) - 1);
            int size = Math.multiplyExact(info.cols, info.rows);
            for (int c = 0; c < (info.greyscale ? 1 : 3); c++) {
                colour.add(new short[size]);
            }
            this.alpha = info.alpha || transparency != null ? new short[size] : null;
        }

        Picture read() {
            for (int y = 0; y < info.rows; y++) {
                int[] row = reader.readRowInt().getScanline();
                if (info.indexed) {
                    indexed(row, y * info.cols);
                } else {
                    direct(row, y * info.cols);
                }
            }
            List<Plane> planes = new ArrayList<>();
            for (short[] samples : colour) {
                planes.add(new Plane(info.cols, info.rows, samples));
            }
            Plane alphaPlane = alpha == null ? null : new Plane(info.cols, info.rows, alpha);
            return new Picture(planes, alphaPlane, info.bitDepth == 16 ? 16 : 8);
        }

        private void direct(int[] row, int at) {
            int channels = info.channels;
            for (int c = 0; c < colour.size(); c++) {
                copyChannel(row, c, colour.get(c), at);
            }
            if (alpha == null) {
                return;
            }
            if (info.alpha) {
                copyChannel(row, channels - 1, alpha, at);
            } else {
                int[] clear = clearColour();
                for (int x = 0; x < info.cols; x++) {
                    int from = x * channels;
                    alpha[at + x] =
                            (short) (Arrays.equals(row, from, from + channels, clear, 0, channels) ? 0 : Plane.MAX);
                }
            }
        }

        private void copyChannel(int[] row, int channel, short[] samples, int at) {
            int channels = info.channels;
            for (int x = 0; x < info.cols; x++) {
                samples[at + x] = (short) (row[x * channels + channel] * widen);
            }
        }

        /** The one colour of a picture without alpha channel that is meant to be transparent. */
        private int[] clearColour() {
            PngChunkTRNS chunk = transparency;
            if (chunk == null) {
                return new int[] {-1, -1, -1};
            }
            return info.greyscale ? new int[] {chunk.getGray()} : chunk.getRGB();
        }

        private void indexed(int[] row, int at) {
            if (palette == null) {
                throw new PngjException("no palette");
            }
            int[] rgb = new int[3];
            int[] alphas = transparency == null ? new int[0] : transparency.getPalletteAlpha();
            for (int x = 0; x < info.cols; x++) {
                if (row[x] >= palette.getNentries()) {
                    throw new PngjException("palette index " + row[x]);
                }
                palette.getEntryRgb(row[x], rgb);
                for (int c = 0; c < 3; c++) {
                    colour.get(c)[at + x] = (short) (rgb[c] * widen);
                }
                if (alpha != null) {
                    alpha[at + x] = (short) (row[x] < alphas.length ? alphas[row[x]] * widen : Plane.MAX);
                }
            }
        }
    }
}
