package io.acuity.checkpoints.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor at rest.
 *
 * @param name its name in the file
 * @param type element type
 * @param shape outermost first; empty for a scalar
 * @param data row-major little-endian elements; read-only by convention
 */
public record Tensor(String name, ElementType type, List<Long> shape, ByteBuffer data) {
    /** Checks that the data fit the shape. */
    public Tensor {
        shape = List.copyOf(shape);
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long wanted = Math.multiplyExact(elements(shape), type.bytes());
        if (data.remaining() != wanted) {
            throw new IllegalArgumentException("Tensor " + name + " of shape " + shape + " and type " + type + " needs "
                    + wanted + " bytes, not " + data.remaining() + ".");
        }
    }

    /** An fp32 tensor from values. */
    public static Tensor ofFloats(String name, List<Long> shape, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(name, ElementType.F32, shape, bytes);
    }

    /** The elements as floats; half precisions are widened exactly. */
    public float[] floats() {
        int count = Math.toIntExact(elements(shape));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = type.floatAt(data, i);
        }
        return values;
    }

    /** Index of the first element that is NaN or infinite as a float, or -1 if there is none. */
    public int firstNotFinite() {
        int count = type.isFloatingPoint() ? Math.toIntExact(elements(shape)) : 0;
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(type.floatAt(data, i))) {
                return i;
            }
        }
        return -1;
    }

    private static long elements(List<Long> shape) {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }
}
