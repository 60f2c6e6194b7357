package io.acuity.fuzz;

import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.ImageHeader;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;

/** Images of all formats: refused with a sentence, or decoded to the size that the header announced. */
public final class PictureFuzz {
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 2_048, 1 << 18);

    /** Planes, rasters of the decoder, its tables and its copies of the file. */
    private static final long MEMORY = (96L << 20) + 64 * LIMITS.maxPixels();

    private static final PictureDecoder DECODER = new PictureDecoder(LIMITS);

    private PictureFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bounded.allocating(MEMORY, () -> decode(input));
    }

    private static void decode(byte[] input) {
        try {
            ImageHeader header = DECODER.probe(input);
            Bounded.require(
                    (long) header.width() * header.height() <= LIMITS.maxPixels(), "The limit of pixels is passed.");
            Picture picture = DECODER.decode(input);
            boolean upright = picture.width() == header.width() && picture.height() == header.height();
            boolean turned = picture.width() == header.height() && picture.height() == header.width();
            Bounded.require(upright || turned, "The picture has not the size of its header " + header + ".");
        } catch (UnreadableImageException e) {
            Bounded.requireSentence(e);
        }
    }
}
