package io.acuity.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the float32 arrays {@code [C, H, W]} of the golden cases. */
public final class NpyResource {
    private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+), (\\d+), (\\d+)\\)");

    private NpyResource() {}

    public static FloatImage read(String name) {
        try (InputStream in = Objects.requireNonNull(NpyResource.class.getResourceAsStream(name), name)) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = bytes.getShort(8);
            Matcher shape = SHAPE.matcher(new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII));
            if (!shape.find()) {
                throw new IllegalStateException("No shape in " + name);
            }
            FloatImage image = FloatImage.zeros(
                    Integer.parseInt(shape.group(1)),
                    Integer.parseInt(shape.group(2)),
                    Integer.parseInt(shape.group(3)));
            bytes.position(10 + headerLength)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(image.values());
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
