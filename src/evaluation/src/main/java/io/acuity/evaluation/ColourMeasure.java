package io.acuity.evaluation;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.metrics.ColourShift;
import io.acuity.imaging.metrics.Consistency;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.resample.Bicubic;

/** Measures on red, green and blue that need no weights. */
public enum ColourMeasure implements Measure {
    /** PSNR over all channels, a border as wide as the scale left out, as SR3, IDM and SRDiff report it (without border). */
    PSNR_RGB("psnr-rgb") {
        @Override
        public double of(Picture judged, Degraded sample) {
            return Psnr.ofColours(inner(judged, sample), inner(sample.highRes(), sample));
        }
    },
    /** The same after the channel means of the result were replaced by those of the original (YODA, table 2). */
    PSNR_MEANS("psnr-means") {
        @Override
        public double of(Picture judged, Degraded sample) {
            FloatImage original = inner(sample.highRes(), sample);
            return Psnr.ofColours(ColourShift.forgiven(inner(judged, sample), original), original);
        }
    },
    /** How far the channel means are off, in levels of 255; over the whole picture. */
    COLOUR_SHIFT("colour-shift") {
        @Override
        public double of(Picture judged, Degraded sample) {
            return ColourShift.of(PictureConversions.toRgb(judged), PictureConversions.toRgb(sample.highRes()));
        }
    },
    /** PSNR in decibels of the result, shrunk back and rounded to 8 bits, against the low-resolution picture (SRDiff). */
    LR_PSNR("lr-psnr") {
        @Override
        public double of(Picture judged, Degraded sample) {
            FloatImage rounded =
                    PictureConversions.toRgb(PictureConversions.toPicture(shrunk(judged, sample), null, 8));
            return Psnr.ofColours(rounded, PictureConversions.toRgb(sample.lowRes()));
        }
    },
    /** SR4's published consistency, whose 8-bit differences and squares wrap; see {@link Consistency#wrappedAt8Bit}. */
    CONSISTENCY_UINT8("consistency-uint8") {
        @Override
        public double of(Picture judged, Degraded sample) {
            return Consistency.wrappedAt8Bit(shrunk(judged, sample), PictureConversions.toRgb(sample.lowRes()));
        }
    };

    private final String id;

    ColourMeasure(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    private static FloatImage shrunk(Picture judged, Degraded sample) {
        return Bicubic.resize(
                PictureConversions.toRgb(judged),
                sample.lowRes().height(),
                sample.lowRes().width());
    }

    private static FloatImage inner(Picture picture, Degraded sample) {
        int border = sample.border();
        return PictureConversions.toRgb(picture)
                .window(border, border, picture.width() - 2 * border, picture.height() - 2 * border);
    }
}
