package io.acuity.imaging.encode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.NodeList;

/** Writes JPEG with the JDK's encoder; from quality 90 on colour is kept at full resolution (4:4:4). */
final class JpegEncoding {
    private static final int FULL_COLOUR_QUALITY = 90;

    private JpegEncoding() {}

    static void write(BufferedImage image, int quality, OutputStream out) throws IOException {
        ImageWriter writer = Writers.jdk("jpeg");
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality / 100f);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
            if (quality >= FULL_COLOUR_QUALITY) {
                keepFullColour(metadata);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } finally {
            writer.dispose();
        }
    }

    private static void keepFullColour(IIOMetadata metadata) throws IIOInvalidTreeException {
        String format = metadata.getNativeMetadataFormatName();
        if (metadata.getAsTree(format) instanceof IIOMetadataNode root) {
            NodeList components = root.getElementsByTagName("componentSpec");
            for (int i = 0; i < components.getLength(); i++) {
                if (components.item(i) instanceof IIOMetadataNode component) {
                    component.setAttribute("HsamplingFactor", "1");
                    component.setAttribute("VsamplingFactor", "1");
                }
            }
            metadata.setFromTree(format, root);
        }
    }
}
