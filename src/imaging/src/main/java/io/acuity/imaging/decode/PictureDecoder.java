package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

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
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
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
        ImageHeader header = probe(image);
        return switch (header.format()) {
            case PNG -> PngReading.read(image);
            case JPEG, WEBP, TIFF, BMP, GIF -> ImageIoReading.read(header.format(), image);
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
