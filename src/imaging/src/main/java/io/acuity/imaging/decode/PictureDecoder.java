package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads PNG, JPEG, WebP, TIFF, BMP and GIF (first frame) into sRGB pictures that stand upright: EXIF orientation is
 * applied, ICC profiles are converted, alpha is kept and never premultiplied. The size is checked against the limits
 * from the header alone. Anything that is not wholly readable is an {@link UnreadableImageException}, never a picture
 * with holes. Thread-safe.
 */
public final class PictureDecoder {
    private final DecodeLimits limits;

    /** Creates a decoder that refuses what is above {@code limits}. */
    public PictureDecoder(DecodeLimits limits) {
        this.limits = limits;
    }

    /** Format and size of an image, within the limits, without decoding it. */
    public ImageHeader probe(byte[] image) {
        limits.requireBytes(image.length);
        ImageFormat format = format(Arrays.copyOf(image, Math.min(image.length, ImageFormat.SNIFF_BYTES)));
        try (ImageInputStream input = new BoundedImageStream(image)) {
            return checked(ImageIoReading.header(format, input));
        } catch (IOException e) {
            throw ImageIoReading.unreadable(format, e);
        }
    }

    /** Format and size of the image in a file, within the limits; only its header is read. */
    public ImageHeader probe(Path file) {
        requireSize(file);
        try (InputStream head = Files.newInputStream(file);
                ImageInputStream input = new FileImageInputStream(file.toFile())) {
            ImageFormat format = format(head.readNBytes(ImageFormat.SNIFF_BYTES));
            try {
                return checked(ImageIoReading.header(format, input));
            } catch (IOException e) {
                throw ImageIoReading.unreadable(format, e);
            }
        } catch (IOException e) {
            throw noAccess(file, e);
        }
    }

    /** Decodes an image held in memory. */
    public Picture decode(byte[] image) {
        ImageFormat format = probe(image).format();
        Embedded embedded = embedded(format, image);
        byte[] profileBytes = embedded.profile();
        // Readers pass over damaged profiles in silence and would show wrong colours.
        ColourProfile profile = profileBytes == null ? null : ColourProfile.of(profileBytes);
        ExifTags tags = ExifTags.of(embedded.exif());
        Picture picture;
        if (format == ImageFormat.PNG) {
            Picture stored = PngReading.read(image);
            picture = profile == null ? stored : profile.toSrgb(stored);
        } else {
            picture = ImageIoReading.read(format, image, format == ImageFormat.TIFF && tags.premultiplied());
        }
        return Orientation.of(tags).apply(picture);
    }

    private static Embedded embedded(ImageFormat format, byte[] image) {
        return switch (format) {
            case PNG -> PngStructure.read(image);
            case JPEG -> JpegStructure.read(image);
            case WEBP -> WebpStructure.read(image);
            // A TIFF file and EXIF data are built alike, and the tags have the same numbers.
            case TIFF -> new Embedded(null, image);
            case BMP, GIF -> Embedded.NOTHING;
        };
    }

    /** Decodes the image in a file; the size of the file is checked before it is read. */
    public Picture decode(Path file) {
        requireSize(file);
        byte[] image;
        try {
            image = Files.readAllBytes(file);
        } catch (IOException e) {
            throw noAccess(file, e);
        }
        return decode(image);
    }

    private ImageHeader checked(ImageHeader header) {
        limits.requireSize(header.width(), header.height());
        return header;
    }

    private void requireSize(Path file) {
        try {
            limits.requireBytes(Files.size(file));
        } catch (IOException e) {
            throw noAccess(file, e);
        }
    }

    private static ImageFormat format(byte[] head) {
        return ImageFormat.of(head)
                .orElseThrow(() -> new UnreadableImageException(
                        Reason.NOT_AN_IMAGE,
                        "The data are not an image in a known format; send PNG, JPEG, WebP, TIFF, BMP or GIF."));
    }

    private static UnreadableImageException noAccess(Path file, IOException cause) {
        String what = cause instanceof NoSuchFileException ? "does not exist" : "cannot be read";
        return new UnreadableImageException(
                Reason.NO_ACCESS, "The file " + file + " " + what + "; check its name and permissions.", cause);
    }
}
