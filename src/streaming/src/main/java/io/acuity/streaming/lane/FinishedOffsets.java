package io.acuity.streaming.lane;

import java.util.Base64;
import java.util.BitSet;

/** The bitmap of finished offsets as text: {@code 1:} and base64 of its bytes, lowest offset first; empty when no bit is set. */
final class FinishedOffsets {

    private static final String VERSION = "1:";

    private FinishedOffsets() {}

    static String encode(BitSet finished) {
        return finished.isEmpty()
                ? ""
                : VERSION + Base64.getEncoder().withoutPadding().encodeToString(finished.toByteArray());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the metadata was written by something else
     */
    static BitSet decode(String metadata) {
        if (metadata.isEmpty()) {
            return new BitSet();
        }
        if (!metadata.startsWith(VERSION)) {
            throw new IllegalArgumentException(
                    "The committed offset carries metadata of another program; give the workers a group of their own.");
        }
        return BitSet.valueOf(Base64.getDecoder().decode(metadata.substring(VERSION.length())));
    }
}
