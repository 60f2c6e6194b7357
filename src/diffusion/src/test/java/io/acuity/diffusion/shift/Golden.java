package io.acuity.diffusion.shift;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Recorded arrays of one golden case: little-endian, C order, float32 or float64. */
record Golden(String name) {
    private static final int LENGTH_AT = 8;
    private static final int HEADER_AT = 10;

    double[] doubles(String array) {
        ByteBuffer values = values(array);
        double[] result = new double[values.remaining() / Double.BYTES];
        values.asDoubleBuffer().get(result);
        return result;
    }

    float[] floats(String array) {
        ByteBuffer values = values(array);
        float[] result = new float[values.remaining() / Float.BYTES];
        values.asFloatBuffer().get(result);
        return result;
    }

    /** Part {@code index} of {@code parts} along the first axis. */
    static float[] part(float[] values, int index, int parts) {
        int length = values.length / parts;
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }

    private ByteBuffer values(String array) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + "/" + array + ".npy")) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            file.position(HEADER_AT + file.getShort(LENGTH_AT));
            return file.slice().order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
