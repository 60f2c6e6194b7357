package io.acuity.gateway.video;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first byte of it; equal to the size where the part that was asked for begins behind the end
 * @param length how many bytes
 */
record ByteRange(long first, long length) {

    private static final Pattern ONE =
            Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    /**
     * What a header asks for.
     *
     * @param header the value of {@code Range}, or null
     * @param size of the file
     * @return empty for the whole: no header, several parts at once, another unit, or nonsense
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher one = ONE.matcher(header == null ? "" : header);
        if (!one.matches()) {
            return Optional.empty();
        }
        return one.group(1).isEmpty()
                ? lastBytes(one.group(2), size)
                : between(Long.parseLong(one.group(1)), one.group(2), size);
    }

    private static Optional<ByteRange> lastBytes(String count, long size) {
        if (count.isEmpty()) {
            return Optional.empty();
        }
        long length = Math.min(size, Long.parseLong(count));
        return Optional.of(new ByteRange(size - length, length));
    }

    private static Optional<ByteRange> between(long first, String end, long size) {
        long last = end.isEmpty() ? Long.MAX_VALUE : Long.parseLong(end);
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(
                first >= size ? new ByteRange(size, 0) : new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    /** Whether there is such a part. */
    boolean isThere() {
        return length > 0;
    }

    /** For the header {@code Content-Range}. */
    String ofSize(long size) {
        return isThere() ? "bytes " + first + "-" + (first + length - 1) + "/" + size : "bytes */" + size;
    }
}
