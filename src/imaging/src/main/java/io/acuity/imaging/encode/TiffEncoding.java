package io.acuity.imaging.encode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes TIFF with LZW: 8 bits by TwelveMonkeys (faster), 16 bits by the JDK (TwelveMonkeys cannot compress them). */
final class TiffEncoding {
    private TiffEncoding() {}

    static void write(BufferedImage image, int bitDepth, OutputStream out) throws IOException {
        ImageWriter writer = bitDepth == 8 ? Writers.twelveMonkeys("tiff") : Writers.jdk("tiff");
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType("LZW");
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }
}
