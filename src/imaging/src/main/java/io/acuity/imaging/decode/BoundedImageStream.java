package io.acuity.imaging.decode;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;
import org.jspecify.annotations.Nullable;

/**
 * An image in memory as Image I/O likes to read it. Some decoders go on for ever on zeros they imagine behind the end
 * of damaged data; here they are stopped after a while.
 */
final class BoundedImageStream extends ImageInputStreamImpl {
    /** More reads at the end than any sane decoder needs to notice. */
    private static final int MAX_READS_AT_END = 4096;

    private final byte[] bytes;
    private int readsAtEnd;

    /** Thrown to a decoder that doesn't take the end for an answer. */
    static final class PastEndException extends IOException {
        private static final long serialVersionUID = 1L;

        PastEndException() {
            super("The decoder keeps reading behind the end of the data.");
        }
    }

    BoundedImageStream(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            noteEnd();
            return -1;
        }
        int value = bytes[(int) streamPos] & 0xFF;
        streamPos++;
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= bytes.length) {
            noteEnd();
            return -1;
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    /** Whether anything was read behind the end. */
    boolean sawEnd() {
        return readsAtEnd > 0;
    }

    private void noteEnd() throws IOException {
        readsAtEnd++;
        if (readsAtEnd > MAX_READS_AT_END) {
            throw new PastEndException();
        }
    }

    static boolean isEnd(@Nullable Throwable failure) {
        return failure instanceof EOFException || failure instanceof PastEndException;
    }
}
