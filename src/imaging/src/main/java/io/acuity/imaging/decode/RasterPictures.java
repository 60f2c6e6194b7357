package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the samples out of decoded rasters a row at a time, as stored: no colour conversion happens on the way. */
final class RasterPictures {
    private RasterPictures() {}

    /** The picture; {@code premultiplied} where the reader doesn't tell that colours are multiplied by alpha. */
    static Picture toPicture(BufferedImage image, boolean premultiplied) {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        int colours = model instanceof IndexColorModel ? 3 : model.getNumColorComponents();
        int width = raster.getWidth();
        int height = raster.getHeight();
        List<short[]> planes = new ArrayList<>();
        for (int c = 0; c < colours + (model.hasAlpha() ? 1 : 0); c++) {
            planes.add(new short[Math.multiplyExact(width, height)]);
        }
        int bitDepth = extract(raster, model, planes);
        Plane alpha = null;
        if (model.hasAlpha()) {
            if (premultiplied || model.isAlphaPremultiplied()) {
                divideByAlpha(planes);
            }
            alpha = new Plane(width, height, planes.remove(colours));
        }
        List<Plane> colour = planes.stream()
                .map(samples -> new Plane(width, height, samples))
                .toList();
        return new Picture(inSrgb(colour, model, bitDepth), alpha, bitDepth);
    }

    /** Fills the planes and returns the bit depth of the source, 8 or 16. */
    private static int extract(Raster raster, ColorModel model, List<short[]> planes) {
        int type = raster.getTransferType();
        switch (model) {
            case IndexColorModel palette -> indexed(raster, palette, planes);
            case ComponentColorModel components when type == DataBuffer.TYPE_BYTE -> bytes(raster, planes);
            case ComponentColorModel components
            when type == DataBuffer.TYPE_USHORT -> {
                shorts(raster, planes);
                return 16;
            }
            case PackedColorModel packed -> packed(raster, packed, planes);
            default ->
                throw new UnreadableImageException(
                        Reason.UNSUPPORTED,
                        "The image has samples of more than 16 bits or with a floating point; convert it to 8 or 16 bits.");
        }
        return 8;
    }

    private static List<Plane> inSrgb(List<Plane> colour, ColorModel model, int bitDepth) {
        ColorSpace space = model.getColorSpace();
        if (model instanceof IndexColorModel palette) {
            return isGrey(palette) ? List.of(colour.get(0)) : colour;
        }
        if (space instanceof ICC_ColorSpace profiled) {
            ICC_Profile profile = profiled.getProfile();
            // The JDK's own grey profile is a label for "grey", not a claim that samples are linear.
            boolean plainGrey = Arrays.equals(
                    profile.getData(),
                    ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData());
            return space.isCS_sRGB() || plainGrey
                    ? colour
                    : ColourProfile.of(profile).toSrgb(colour, bitDepth);
        }
        return switch (space.getType()) {
            case ColorSpace.TYPE_RGB, ColorSpace.TYPE_GRAY -> colour;
            case ColorSpace.TYPE_CMYK -> inksToLight(colour);
            default ->
                throw new UnreadableImageException(
                        Reason.UNSUPPORTED, "The image has an unusual colour space; convert it to RGB.");
        };
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    /** Cyan, magenta, yellow and black without a profile: each ink takes away its light. */
    private static List<Plane> inksToLight(List<Plane> inks) {
        short[] black = inks.get(3).samples();
        for (Plane ink : inks.subList(0, 3)) {
            short[] samples = ink.samples();
            for (int i = 0; i < samples.length; i++) {
                long light = (long) (Plane.MAX - (samples[i] & 0xFFFF)) * (Plane.MAX - (black[i] & 0xFFFF));
                samples[i] = (short) ((light + Plane.MAX / 2) / Plane.MAX);
            }
        }
        return inks.subList(0, 3);
    }

    private static void divideByAlpha(List<short[]> planes) {
        short[] alphas = planes.get(planes.size() - 1);
        for (short[] samples : planes.subList(0, planes.size() - 1)) {
            for (int i = 0; i < samples.length; i++) {
                long alpha = alphas[i] & 0xFFFF;
                if (alpha > 0) {
                    long straight = ((samples[i] & 0xFFFF) * (long) Plane.MAX + alpha / 2) / alpha;
                    samples[i] = (short) Math.min(straight, Plane.MAX);
                }
            }
        }
    }

    private static void bytes(Raster raster, List<short[]> planes) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        byte[] row = new byte[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (short) ((row[x * bands + c] & 0xFF) * 257);
                }
            }
        }
    }

    private static void shorts(Raster raster, List<short[]> planes) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        short[] row = new short[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = row[x * bands + c];
                }
            }
        }
    }

    private static void packed(Raster raster, ColorModel model, List<short[]> planes) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                int levels = (1 << model.getComponentSize(c)) - 1;
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (short) ((row[x * bands + c] * 255 + levels / 2) / levels * 257);
                }
            }
        }
    }

    private static void indexed(Raster raster, IndexColorModel palette, List<short[]> planes) {
        int width = raster.getWidth();
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int c = 0; c < planes.size(); c++) {
                short[] samples = planes.get(c);
                int shift = c == 3 ? 24 : 16 - 8 * c;
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (short) (((colours[row[x]] >>> shift) & 0xFF) * 257);
                }
            }
        }
    }
}
