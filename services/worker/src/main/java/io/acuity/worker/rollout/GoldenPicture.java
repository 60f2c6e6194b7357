package io.acuity.worker.rollout;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A drawn picture whose enlargement is known: edges, gradients, letters and texture at 192×192, reduced by a model's scale.
 *
 * @param lowRes what a model is given
 * @param original what it should come near to
 * @param bicubicDb PSNR on luma that bicubic enlargement reaches, dB
 */
record GoldenPicture(Picture lowRes, FloatImage original, double bicubicDb) {
    private static final String FILE = "golden.png";
    private static final int BITS = 8;

    /** The picture for models of a scale; a scale that does not divide 192 gets the largest part that it divides. */
    static GoldenPicture ofScale(int scale) {
        FloatImage drawn = PictureConversions.toRgb(read());
        int side = Math.max(1, drawn.width() / scale);
        FloatImage original = side * scale == drawn.width() ? drawn : Bicubic.resize(drawn, side * scale, side * scale);
        // Through 8 bits, as a picture that somebody sends.
        Picture lowRes = PictureConversions.toPicture(Bicubic.resize(original, side, side), null, BITS);
        FloatImage enlarged = Bicubic.resize(PictureConversions.toRgb(lowRes), side * scale, side * scale);
        return new GoldenPicture(lowRes, original, psnr(enlarged, original, scale));
    }

    /** PSNR of a result on luma, dB, without a border of {@code scale} pixels. */
    double psnr(Picture result, int scale) {
        return psnr(PictureConversions.toRgb(result), original, scale);
    }

    private static double psnr(FloatImage image, FloatImage original, int border) {
        return Psnr.of(Luma.bt601(image).crop(border), Luma.bt601(original).crop(border));
    }

    private static Picture read() {
        try (InputStream in = GoldenPicture.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The test picture " + FILE + " is missing; build the project again.");
            }
            return new PictureDecoder(DecodeLimits.defaults()).decode(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The test picture " + FILE + " cannot be read.", e);
        }
    }
}
