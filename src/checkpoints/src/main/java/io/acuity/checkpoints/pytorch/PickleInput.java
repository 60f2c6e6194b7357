package io.acuity.checkpoints.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Little-endian reading from a stream that may end early or promise more than it holds. Counts what it reads. */
final class PickleInput {
    private static final int MAX_LINE = 1 << 12;
    private static final int MAX_TEXT = 1 << 24;

    private final InputStream in;
    private final long limit;
    private long position;

    /** Reads {@code in}, which the caller buffers and closes, up to {@code limit} bytes. */
    PickleInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Bytes read so far. */
    long position() {
        return position;
    }

    int unsignedByte() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("its pickle ends too early");
        }
        advance(1);
        return value;
    }

    long unsigned(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) unsignedByte() << (8 * i);
        }
        return value;
    }

    BigInteger signed(long bytes) throws IOException {
        if (bytes > 255) {
            throw UnreadablePickleException.damaged("its pickle holds a number of " + bytes + " bytes");
        }
        byte[] littleEndian = bytes(bytes);
        byte[] bigEndian = new byte[littleEndian.length + 1];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[bigEndian.length - 1 - i] = littleEndian[i];
        }
        bigEndian[0] = littleEndian.length > 0 && littleEndian[littleEndian.length - 1] < 0 ? (byte) -1 : 0;
        return new BigInteger(bigEndian);
    }

    String text(long bytes) throws IOException {
        return new String(bytes(bytes), StandardCharsets.UTF_8);
    }

    /** The next bytes; grows with what is there, not with what is promised. */
    byte[] bytes(long count) throws IOException {
        if (count < 0 || count > MAX_TEXT) {
            throw UnreadablePickleException.damaged("its pickle holds a text of " + count + " bytes");
        }
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("its pickle ends too early");
        }
        advance(count);
        return bytes;
    }

    /** Text up to the next line feed, which is consumed. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = unsignedByte(); next != '\n'; next = unsignedByte()) {
            line.write(next);
            if (line.size() > MAX_LINE) {
                throw UnreadablePickleException.damaged("its pickle holds a name without end");
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private void advance(long count) throws IOException {
        position += count;
        if (position > limit) {
            throw UnreadablePickleException.damaged("its pickle is longer than " + limit + " bytes");
        }
    }
}
