package io.acuity.imaging.encode;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Finds Image I/O writers by who made them, because the order of plug-ins on a class path is nobody's promise. */
final class Writers {
    private Writers() {}

    static ImageWriter jdk(String format) {
        return byPackage(format, "com.sun.imageio.");
    }

    static ImageWriter twelveMonkeys(String format) {
        return byPackage(format, "com.twelvemonkeys.imageio.");
    }

    private static ImageWriter byPackage(String format, String prefix) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith(prefix)) {
                return writer;
            }
        }
        throw new IllegalStateException(
                "No " + format + " writer of " + prefix + " is on the class path; add the imageio plug-ins.");
    }
}
