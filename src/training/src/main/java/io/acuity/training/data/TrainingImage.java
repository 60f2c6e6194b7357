package io.acuity.training.data;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.resample.Bicubic;

/**
 * An HR image with its LR image, kept as 8-bit samples: the LR image is the MATLAB-style bicubic reduction, rounded to
 * 8 bits as a stored file would be.
 */
final class TrainingImage {
    private final int scale;
    private final int lowHeight;
    private final int lowWidth;
    private final byte[] high;
    private final byte[] low;

    private TrainingImage(int scale, FloatImage high, FloatImage low) {
        this.scale = scale;
        this.lowHeight = low.height();
        this.lowWidth = low.width();
        this.high = toBytes(high);
        this.low = toBytes(low);
    }

    /** Crops {@code picture} at the right and bottom to a multiple of {@code scale} and reduces it. */
    static TrainingImage of(Picture picture, int scale) {
        FloatImage whole = PictureConversions.toRgb(picture);
        FloatImage high = whole.window(0, 0, whole.width() / scale * scale, whole.height() / scale * scale);
        return new TrainingImage(scale, high, Bicubic.resize(high, high.height() / scale, high.width() / scale));
    }

    int lowHeight() {
        return lowHeight;
    }

    int lowWidth() {
        return lowWidth;
    }

    /** LR window {@code [3, size, size]} at {@code (x, y)}, values in [-1, 1], seen through {@code view}. */
    FloatImage low(int x, int y, int size, Dihedral view) {
        return window(low, lowHeight, lowWidth, new Window(x, y, size, view));
    }

    /** The HR window {@code [3, size·r, size·r]} that belongs to the LR window, values in [-1, 1]. */
    FloatImage high(int x, int y, int size, Dihedral view) {
        return window(high, lowHeight * scale, lowWidth * scale, new Window(x * scale, y * scale, size * scale, view));
    }

    private static FloatImage window(byte[] samples, int height, int width, Window window) {
        int size = window.size;
        FloatImage out = FloatImage.zeros(3, size, size);
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    int y = window.y + window.view.row(row, column, size);
                    int x = window.x + window.view.column(row, column, size);
                    int sample = samples[(c * height + y) * width + x] & 0xFF;
                    out.values()[(c * size + row) * size + column] = sample / 127.5f - 1f;
                }
            }
        }
        return out;
    }

    private static byte[] toBytes(FloatImage image) {
        byte[] bytes = new byte[image.values().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(Math.clamp(image.values()[i], 0f, 1f) * 255f);
        }
        return bytes;
    }

    private record Window(int x, int y, int size, Dihedral view) {}
}
