package io.acuity.cli.chaos;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Bytes that come a few at a time, as over a slow line. */
final class SlowBody extends InputStream {
    private static final int PARTS = 10;

    private final ByteArrayInputStream bytes;
    private final int part;
    private final long pauseNanos;

    SlowBody(byte[] bytes, Duration over) {
        this.bytes = new ByteArrayInputStream(bytes);
        this.part = Math.ceilDiv(bytes.length, PARTS);
        this.pauseNanos = over.toNanos() / PARTS;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (bytes.available() > 0) {
            LockSupport.parkNanos(pauseNanos);
        }
        return bytes.read(target, offset, Math.min(length, part));
    }
}
