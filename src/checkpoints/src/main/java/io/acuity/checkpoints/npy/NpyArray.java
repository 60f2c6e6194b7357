package io.acuity.checkpoints.npy;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array read from a {@code .npy} file: little-endian, C order, floats, integers or booleans, widened to double.
 *
 * @param shape extent of each dimension, outermost first; empty for a scalar
 * @param values the elements in C order; shared, not copied
 */
public record NpyArray(List<Integer> shape, double[] values) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<|=]?)([fiub])(\\d)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*True");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

    /** Validates that {@code values} fills {@code shape}. */
    public NpyArray {
        shape = List.copyOf(shape);
        if (values.length != count(shape)) {
            throw new IllegalArgumentException(
                    "An array of shape " + shape + " does not have " + values.length + " elements.");
        }
    }

    /**
     * Reads one file.
     *
     * @throws UnreadableArrayException if the file is missing, cut short or of a kind not supported
     */
    public static NpyArray read(Path file) {
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN), file);
        } catch (IOException e) {
            throw new UnreadableArrayException("Cannot read the array " + file + ": " + e.getMessage() + ".", e);
        } catch (BufferUnderflowException e) {
            throw new UnreadableArrayException("The array " + file + " is cut short.", e);
        }
    }

    /** The elements as floats. */
    public float[] toFloats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The sub-array at {@code index} of the outermost dimension. */
    public NpyArray slice(int index) {
        int size = values.length / shape.get(0);
        return new NpyArray(
                shape.subList(1, shape.size()), Arrays.copyOfRange(values, index * size, (index + 1) * size));
    }

    private static NpyArray parse(ByteBuffer bytes, Path file) {
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new UnreadableArrayException(file + " is not a NumPy array: its first bytes are not \\x93NUMPY.");
        }
        int major = bytes.get();
        bytes.get();
        byte[] text = new byte[major == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt()];
        bytes.get(text);
        String header = new String(text, StandardCharsets.ISO_8859_1);
        Matcher type = TYPE.matcher(header);
        Matcher shapeText = SHAPE.matcher(header);
        if (!type.find() || !shapeText.find() || FORTRAN.matcher(header).find()) {
            throw new UnreadableArrayException("The array " + file + " has the header " + header.strip()
                    + ", but only little-endian numbers in C order are supported.");
        }
        List<Integer> shape = Pattern.compile(",")
                .splitAsStream(shapeText.group(1))
                .map(String::strip)
                .filter(extent -> !extent.isEmpty())
                .map(Integer::valueOf)
                .toList();
        double[] values = new double[count(shape)];
        String kind = type.group(2) + type.group(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = element(bytes, kind, file);
        }
        return new NpyArray(shape, values);
    }

    private static double element(ByteBuffer bytes, String kind, Path file) {
        return switch (kind) {
            case "f4" -> bytes.getFloat();
            case "f8" -> bytes.getDouble();
            case "i1" -> bytes.get();
            case "i2" -> bytes.getShort();
            case "i4" -> bytes.getInt();
            case "i8" -> bytes.getLong();
            case "u1", "b1" -> bytes.get() & 0xFF;
            default ->
                throw new UnreadableArrayException(
                        "The array " + file + " holds elements of type " + kind + ", which is not supported.");
        };
    }

    private static int count(List<Integer> shape) {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
