package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;

/** A picture through a JPEG file in memory. */
final class JpegRoundTrip {
    private static final PictureDecoder DECODER = new PictureDecoder(DecodeLimits.defaults());

    private JpegRoundTrip() {}

    static FloatImage of(FloatImage image, int quality) {
        Picture clean = PictureConversions.toPicture(image, null, 8);
        Picture damaged = DECODER.decode(PictureWriters.encode(clean, PictureFormat.JPEG, quality));
        return image.channels() == 1
                ? PictureConversions.toFloat(damaged.colour().get(0))
                : PictureConversions.toRgb(damaged);
    }
}
