package io.acuity.cli.upscale;

import io.acuity.cli.files.WholeFile;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureLayout;
import io.acuity.imaging.encode.PictureWriter;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/** A picture before and after: its bicubic enlargement at the left, the result at the right, a white line between them. */
final class Comparison {
    private static final int GAP = 8;
    private static final int BITS = 8;
    /** Of no meaning to PNG. */
    private static final int QUALITY = 100;

    private static final int SAMPLE_MAX = 0xFFFF;

    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    /** Where the comparison of a result lies: beside it. */
    static Path fileOf(Path output) {
        String name = String.valueOf(output.getFileName());
        int dot = name.lastIndexOf('.');
        return output.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-compare.png");
    }

    /**
     * Writes the comparison as PNG.
     *
     * @throws io.acuity.cli.console.CommandException if it cannot be written
     */
    void write(Path input, Path output) {
        Picture result = decoder.decode(output);
        FloatImage after = PictureConversions.toRgb(result);
        FloatImage before =
                Bicubic.resize(PictureConversions.toRgb(decoder.decode(input)), after.height(), after.width());
        WholeFile.write(fileOf(output), out -> draw(before, after, out));
    }

    private static void draw(FloatImage before, FloatImage after, OutputStream out) throws IOException {
        int width = before.width() + GAP + after.width();
        PictureLayout layout = new PictureLayout(width, after.height(), 3, BITS);
        try (PictureWriter writer = PictureWriters.open(PictureFormat.PNG, layout, QUALITY, out)) {
            short[] row = new short[3 * width];
            for (int y = 0; y < after.height(); y++) {
                Arrays.fill(row, (short) SAMPLE_MAX);
                copy(before, y, row, 0);
                copy(after, y, row, before.width() + GAP);
                writer.writeRows(row, 1);
            }
        }
    }

    private static void copy(FloatImage image, int y, short[] row, int left) {
        int plane = image.height() * image.width();
        for (int x = 0; x < image.width(); x++) {
            for (int c = 0; c < 3; c++) {
                float value = Math.clamp(image.values()[c * plane + y * image.width() + x], 0f, 1f);
                row[3 * (left + x) + c] = (short) Math.round(value * SAMPLE_MAX);
            }
        }
    }
}
