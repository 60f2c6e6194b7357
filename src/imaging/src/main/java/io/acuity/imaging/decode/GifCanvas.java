package io.acuity.imaging.decode;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;

/** The logical screen of a GIF: the first frame may cover only a part of it, the rest is transparent. */
final class GifCanvas {
    private static final String STREAM_FORMAT = "javax_imageio_gif_stream_1.0";
    private static final String IMAGE_FORMAT = "javax_imageio_gif_image_1.0";

    private GifCanvas() {}

    /** Size of the screen, or of the first frame where that is larger. */
    static ImageHeader header(ImageReader reader) throws IOException {
        Element screen = node(reader.getStreamMetadata(), STREAM_FORMAT, "LogicalScreenDescriptor");
        return new ImageHeader(
                ImageFormat.GIF,
                Math.max(number(screen, "logicalScreenWidth"), reader.getWidth(0)),
                Math.max(number(screen, "logicalScreenHeight"), reader.getHeight(0)));
    }

    static Picture place(Picture frame, ImageReader reader) throws IOException {
        ImageHeader screen = header(reader);
        Element position = node(reader.getImageMetadata(0), IMAGE_FORMAT, "ImageDescriptor");
        int left = number(position, "imageLeftPosition");
        int top = number(position, "imageTopPosition");
        if (frame.width() == screen.width() && frame.height() == screen.height()) {
            return frame;
        }
        Plane opaque = new Plane(frame.width(), frame.height());
        Arrays.fill(opaque.samples(), (short) Plane.MAX);
        Plane frameAlpha = frame.alpha();
        List<Plane> colour = frame.colour().stream()
                .map(plane -> placed(plane, screen, left, top))
                .toList();
        return new Picture(
                colour, placed(frameAlpha == null ? opaque : frameAlpha, screen, left, top), frame.bitDepth());
    }

    // What lies beyond the screen is not seen.
    private static Plane placed(Plane plane, ImageHeader screen, int left, int top) {
        Plane whole = new Plane(screen.width(), screen.height());
        int columns = Math.clamp(screen.width() - left, 0, plane.width());
        int rows = columns == 0 ? 0 : Math.clamp(screen.height() - top, 0, plane.height());
        for (int y = 0; y < rows; y++) {
            System.arraycopy(
                    plane.samples(), y * plane.width(), whole.samples(), (top + y) * screen.width() + left, columns);
        }
        return whole;
    }

    private static Element node(IIOMetadata metadata, String format, String name) throws IOException {
        if (metadata.getAsTree(format) instanceof IIOMetadataNode root
                && root.getElementsByTagName(name).item(0) instanceof Element element) {
            return element;
        }
        throw new IOException("GIF without " + name);
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }
}
