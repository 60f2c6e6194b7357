package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/** Hashes what passes and complains at the end, or as soon as there is too much, when it is not what was written. */
final class VerifiedStream extends FilterInputStream {

    private final BlobReference reference;
    private final MessageDigest digest = Sha256.digest();
    private long size;
    private boolean verified;

    VerifiedStream(InputStream in, BlobReference reference) {
        super(in);
        this.reference = reference;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count < 0) {
            verify();
        } else {
            digest.update(target, offset, count);
            size += count;
            if (size > reference.getSize()) {
                throw new BlobCorruptException(reference, "longer than its " + reference.getSize() + " bytes");
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        // Skipped bytes belong to the hash too.
        return readNBytes((int) Math.min(count, 64 * 1024)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() {
        if (verified) {
            return;
        }
        verified = true;
        if (size != reference.getSize()) {
            throw new BlobCorruptException(reference, size + " bytes instead of " + reference.getSize());
        }
        if (!HexFormat.of()
                .formatHex(digest.digest())
                .equals(reference.getSha256().toLowerCase(Locale.ROOT))) {
            throw new BlobCorruptException(reference, "its SHA-256 is another one");
        }
    }
}
