package io.acuity.training.data;

import io.acuity.imaging.FloatImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A decoded image in a file: interleaved 8-bit RGB rows of the HR image, then those of the LR image. Windows are read row
 * band by row band, so nothing of it stays in memory. Immutable, safe for many threads.
 *
 * @param file where it lies
 * @param width of the LR image
 * @param height of the LR image
 * @param scale HR pixels per LR pixel and side
 */
record StoredImage(Path file, int width, int height, int scale) {
    private static final int COLOURS = 3;

    /** Bytes of an image's file. */
    static long bytes(int width, int height, int scale) {
        return (long) COLOURS * width * height * (1 + scale * scale);
    }

    /** LR window {@code [3, size, size]} at {@code (x, y)}, values in [-1, 1], seen through {@code view}. */
    FloatImage low(int x, int y, int size, Dihedral view) throws IOException {
        long offset = (long) COLOURS * width * height * scale * scale;
        return window(offset, width, new Window(x, y, size), view);
    }

    /** The HR window {@code [3, size·r, size·r]} that belongs to the LR window, values in [-1, 1]. */
    FloatImage high(int x, int y, int size, Dihedral view) throws IOException {
        return window(0, width * scale, new Window(x * scale, y * scale, size * scale), view);
    }

    private FloatImage window(long offset, int rowPixels, Window window, Dihedral view) throws IOException {
        int rowBytes = COLOURS * rowPixels;
        byte[] band = read(offset + (long) window.y * rowBytes, window.size * rowBytes);
        int size = window.size;
        int plane = size * size;
        float[] out = new float[COLOURS * plane];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                int from =
                        view.row(row, column, size) * rowBytes + COLOURS * (window.x + view.column(row, column, size));
                int to = row * size + column;
                out[to] = unit(band[from]);
                out[plane + to] = unit(band[from + 1]);
                out[2 * plane + to] = unit(band[from + 2]);
            }
        }
        return new FloatImage(COLOURS, size, size, out);
    }

    private static float unit(byte sample) {
        return (sample & 0xFF) / 127.5f - 1f;
    }

    private byte[] read(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + bytes.position()) < 0) {
                    throw new IOException("The decoded image " + file + " is cut short; remove the folder of decoded"
                            + " images and start again.");
                }
            }
        }
        return bytes.array();
    }

    private record Window(int x, int y, int size) {}
}
