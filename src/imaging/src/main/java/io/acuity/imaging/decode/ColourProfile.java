package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ICC profile and the way from it to sRGB. Rasters are converted, not images, because an image's colour model would
 * bring a second conversion with it.
 */
final class ColourProfile {
    private static final int BLOCK_ROWS = 64;

    private final ICC_Profile profile;

    private ColourProfile(ICC_Profile profile) {
        this.profile = profile;
    }

    /** Reads a profile; damaged bytes are an error, because guessing would change every colour. */
    static ColourProfile of(byte[] bytes) {
        try {
            return of(ICC_Profile.getInstance(bytes));
        } catch (IllegalArgumentException | CMMException e) {
            throw broken("is damaged", e);
        }
    }

    static ColourProfile of(ICC_Profile profile) {
        return new ColourProfile(profile);
    }

    /** Fails unless pictures of {@code channels} colour channels can have this profile. */
    void requireChannels(int channels) {
        if (profile.getNumComponents() != channels) {
            throw broken("is for " + profile.getNumComponents() + " channels and not for " + channels, null);
        }
    }

    /**
     * The planes (1, 3 or 4) in sRGB; one plane stays one. A grey picture whose profile is for colours, which many
     * converters leave behind, is taken as it is.
     */
    List<Plane> toSrgb(List<Plane> planes, int bitDepth) {
        boolean grey = planes.size() == 1;
        if (profile == ICC_Profile.getInstance(ColorSpace.CS_sRGB) || (grey && profile.getNumComponents() != 1)) {
            return planes;
        }
        requireChannels(planes.size());
        int width = planes.get(0).width();
        int height = planes.get(0).height();
        List<Plane> converted = new ArrayList<>();
        for (int c = 0; c < (grey ? 1 : 3); c++) {
            converted.add(new Plane(width, height));
        }
        try {
            ColorConvertOp conversion =
                    new ColorConvertOp(new ICC_Profile[] {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)}, null);
            for (int y = 0; y < height; y += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, height - y);
                WritableRaster source = raster(planes.size(), width, rows, bitDepth);
                WritableRaster target = raster(3, width, rows, bitDepth);
                fill(source, planes, y, bitDepth);
                conversion.filter(source, target);
                take(target, converted, y, bitDepth);
            }
        } catch (IllegalArgumentException | CMMException e) {
            throw broken("cannot be converted to sRGB", e);
        }
        return converted;
    }

    Picture toSrgb(Picture picture) {
        return new Picture(toSrgb(picture.colour(), picture.bitDepth()), picture.alpha(), picture.bitDepth());
    }

    private static WritableRaster raster(int bands, int width, int height, int bitDepth) {
        int[] offsets = new int[bands];
        Arrays.setAll(offsets, band -> band);
        int type = bitDepth == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        return Raster.createInterleavedRaster(type, width, height, width * bands, bands, offsets, null);
    }

    private static void fill(WritableRaster raster, List<Plane> planes, int y, int bitDepth) {
        int count = raster.getWidth() * raster.getHeight();
        int[] samples = new int[count];
        int from = y * raster.getWidth();
        for (int c = 0; c < planes.size(); c++) {
            for (int i = 0; i < count; i++) {
                int sample = planes.get(c).samples()[from + i] & 0xFFFF;
                samples[i] = bitDepth == 8 ? sample / 257 : sample;
            }
            raster.setSamples(0, 0, raster.getWidth(), raster.getHeight(), c, samples);
        }
    }

    private static void take(Raster raster, List<Plane> planes, int y, int bitDepth) {
        int count = raster.getWidth() * raster.getHeight();
        int[] samples = new int[count];
        int to = y * raster.getWidth();
        for (int c = 0; c < planes.size(); c++) {
            raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), c, samples);
            for (int i = 0; i < count; i++) {
                planes.get(c).samples()[to + i] = (short) (bitDepth == 8 ? samples[i] * 257 : samples[i]);
            }
        }
    }

    private static UnreadableImageException broken(String what, @Nullable Exception cause) {
        String sentence =
                "The colour profile of the image " + what + "; save the image again with a valid profile or none.";
        return cause == null
                ? new UnreadableImageException(Reason.BROKEN_COLOUR, sentence)
                : new UnreadableImageException(Reason.BROKEN_COLOUR, sentence, cause);
    }
}
