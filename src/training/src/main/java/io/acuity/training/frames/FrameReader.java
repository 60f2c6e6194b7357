package io.acuity.training.frames;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.resample.Bicubic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes frames of image files: squares are reduced to the side of a frame, then by the scale to the LR image and brought
 * back by bicubic, each rounded to 8 bits as stored files are (SR3's data preparation).
 *
 * @param side s of a frame
 * @param scale between LR image and frame; divides {@code side}
 * @param attention makes the maps
 */
public record FrameReader(int side, int scale, AttentionSource attention) {
    /** Validates the sizes. */
    public FrameReader {
        if (side < 1 || scale < 1 || side % scale != 0) {
            throw new IllegalArgumentException(
                    "The side of a frame is a multiple of the scale, but " + side + " is none of " + scale + ".");
        }
    }

    /**
     * Reads files.
     *
     * @param perSide 1 takes the largest square in the middle of each image; n cuts it into n×n
     */
    public List<Frame> read(List<Path> files, int perSide) {
        PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
        List<Frame> frames = new ArrayList<>();
        for (Path file : files) {
            FloatImage image = PictureConversions.toRgb(decoder.decode(file));
            int square = Math.min(image.width(), image.height()) / perSide;
            if (square < side) {
                throw new IllegalArgumentException("The image " + file + " is too small to cut " + perSide + "×"
                        + perSide + " frames of " + side + " pixels from; remove it or cut fewer.");
            }
            int left = (image.width() - square * perSide) / 2;
            int top = (image.height() - square * perSide) / 2;
            for (int i = 0; i < perSide * perSide; i++) {
                FloatImage window =
                        image.window(left + i % perSide * square, top + i / perSide * square, square, square);
                frames.add(frame(file.getFileName() + (perSide == 1 ? "" : "#" + i), window));
            }
        }
        return frames;
    }

    private Frame frame(String name, FloatImage square) {
        FloatImage clean = rounded(Bicubic.resize(square, side, side));
        FloatImage low = rounded(Bicubic.resize(clean, side / scale, side / scale));
        FloatImage upsampled = rounded(Bicubic.resize(low, side, side));
        return new Frame(name, signed(clean), signed(upsampled), low, attention.map(low, side));
    }

    private static FloatImage rounded(FloatImage image) {
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(Math.clamp(values[i], 0f, 1f) * 255f) / 255f;
        }
        return new FloatImage(image.channels(), image.height(), image.width(), values);
    }

    private static FloatImage signed(FloatImage image) {
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * values[i] - 1;
        }
        return new FloatImage(image.channels(), image.height(), image.width(), values);
    }
}
