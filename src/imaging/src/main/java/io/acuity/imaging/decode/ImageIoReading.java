package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Headers of all formats, and pixels of all but PNG, by the readers of Image I/O. */
final class ImageIoReading {
    private ImageIoReading() {}

    static ImageHeader header(ImageFormat format, ImageInputStream input) throws IOException {
        ImageReader reader = reader(format);
        try {
            reader.setInput(input, true, true);
            return new ImageHeader(format, reader.getWidth(0), reader.getHeight(0));
        } catch (RuntimeException e) {
            throw unreadable(format, e);
        } finally {
            reader.dispose();
        }
    }

    static Picture read(ImageFormat format, byte[] image) {
        ImageReader reader = reader(format);
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(image))) {
            reader.setInput(input, true, true);
            BufferedImage decoded = reader.read(0);
            return RasterPictures.toPicture(decoded);
        } catch (IOException e) {
            throw unreadable(format, e);
        } finally {
            reader.dispose();
        }
    }

    static UnreadableImageException unreadable(ImageFormat format, Exception cause) {
        if (cause instanceof EOFException) {
            return new UnreadableImageException(
                    Reason.TRUNCATED,
                    "The " + format + " data end before the picture does; send the whole file.",
                    cause);
        }
        return new UnreadableImageException(
                Reason.CORRUPT,
                "The " + format + " data are damaged and cannot be decoded; send an intact file.",
                cause);
    }

    /** TwelveMonkeys' reader where there is one (CMYK, tolerant of odd files), else the JDK's. */
    private static ImageReader reader(ImageFormat format) {
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        ImageReader chosen = null;
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (chosen == null || reader.getClass().getName().startsWith("com.twelvemonkeys.")) {
                chosen = reader;
            }
        }
        if (chosen == null) {
            throw new IllegalStateException("No " + format + " reader is on the class path; add the imageio plug-ins.");
        }
        return chosen;
    }
}
