package io.acuity.imaging;

/**
 * One channel of an image: {@code width × height} unsigned 16-bit samples, row by row. 8-bit sources are widened by
 * 257, so that 0 stays 0 and 255 becomes 65535 and both depths round-trip exactly. Not thread-safe; one owner at a time.
 */
public final class Plane {
    /** Largest sample value. */
    public static final int MAX = 65535;

    private final int width;
    private final int height;
    private final short[] samples;

    /** Creates a plane of zeros. */
    public Plane(int width, int height) {
        this(width, height, new short[Math.multiplyExact(width, height)]);
    }

    /** Wraps {@code samples} (not copied), which must hold {@code width × height} values. */
    public Plane(int width, int height, short[] samples) {
        if (width < 1 || height < 1 || samples.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "A plane of " + width + "×" + height + " needs as many samples, not " + samples.length + ".");
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The backing samples, row-major; read each with {@code & 0xFFFF}. */
    public short[] samples() {
        return samples;
    }

    /** Sample at column {@code x}, row {@code y}, in 0..65535. */
    public int sample(int x, int y) {
        return samples[y * width + x] & 0xFFFF;
    }

    /** Sets the sample at column {@code x}, row {@code y}; {@code value} in 0..65535. */
    public void set(int x, int y, int value) {
        samples[y * width + x] = (short) value;
    }

    /** Whether every sample has the same value, as in a fully opaque alpha plane. */
    public boolean isConstant() {
        for (short sample : samples) {
            if (sample != samples[0]) {
                return false;
            }
        }
        return true;
    }
}
