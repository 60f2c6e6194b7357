package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import java.awt.color.CMMException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** Headers of all formats, and pixels of all but PNG, by the readers of Image I/O. */
final class ImageIoReading {
    private ImageIoReading() {}

    static ImageHeader header(ImageFormat format, ImageInputStream input) throws IOException {
        ImageReader reader = reader(format);
        try {
            reader.setInput(input, true, false);
            return format == ImageFormat.GIF
                    ? GifCanvas.header(reader)
                    : new ImageHeader(format, reader.getWidth(0), reader.getHeight(0));
        } catch (IOException | RuntimeException e) {
            throw input instanceof BoundedImageStream bounded && bounded.sawEnd()
                    ? truncated(format, e)
                    : unreadable(format, e);
        } finally {
            reader.dispose();
        }
    }

    static Picture read(ImageFormat format, byte[] image, boolean premultiplied) {
        ImageReader reader = reader(format);
        BoundedImageStream input = new BoundedImageStream(image);
        try (input) {
            reader.setInput(input, true, false);
            Picture picture = RasterPictures.toPicture(reader.read(0), premultiplied);
            // JPEG and WebP were walked to their end before; their decoders look ahead.
            boolean walked = format == ImageFormat.JPEG || format == ImageFormat.WEBP;
            if (!walked && input.sawEnd()) {
                throw truncated(format, null);
            }
            return format == ImageFormat.GIF ? GifCanvas.place(picture, reader) : picture;
        } catch (UnreadableImageException e) {
            throw e;
        } catch (CMMException e) {
            throw new UnreadableImageException(
                    Reason.BROKEN_COLOUR,
                    "The colours of the " + format + " image cannot be converted to sRGB; save it again as RGB.",
                    e);
        } catch (IOException | RuntimeException e) {
            // Readers meet damaged data with exceptions of every kind, array bounds among them.
            throw input.sawEnd() ? truncated(format, e) : unreadable(format, e);
        } finally {
            reader.dispose();
        }
    }

    static UnreadableImageException unreadable(ImageFormat format, Exception cause) {
        if (cause instanceof UnreadableImageException known) {
            return known;
        }
        if (BoundedImageStream.isEnd(cause) || BoundedImageStream.isEnd(cause.getCause())) {
            return truncated(format, cause);
        }
        return new UnreadableImageException(
                Reason.CORRUPT,
                "The " + format + " data are damaged and cannot be decoded; send an intact file.",
                cause);
    }

    static UnreadableImageException truncated(ImageFormat format, @Nullable Exception cause) {
        String sentence = "The " + format + " data end before the picture does; send the whole file.";
        return cause == null
                ? new UnreadableImageException(Reason.TRUNCATED, sentence)
                : new UnreadableImageException(Reason.TRUNCATED, sentence, cause);
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
