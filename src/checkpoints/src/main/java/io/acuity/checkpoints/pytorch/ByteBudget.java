package io.acuity.checkpoints.pytorch;

import java.io.IOException;

/** How much memory a checkpoint may ask for: in proportion to what its file weighs. */
final class ByteBudget {
    private static final long FREE = 64L << 20;
    private static final int EXPANSION = 16;

    private long left;

    /** A budget for a file of {@code fileBytes}. */
    ByteBudget(long fileBytes) {
        left = FREE + EXPANSION * fileBytes;
    }

    /** Takes {@code bytes} and returns them as a length. */
    int take(long bytes) throws IOException {
        if (bytes < 0 || bytes > left) {
            throw UnreadablePickleException.damaged("it unpacks to far more than its file could hold");
        }
        if (bytes > Integer.MAX_VALUE - 16) {
            throw UnreadablePickleException.refused(
                    "one of its storages has " + bytes + " bytes, more than the 2 GiB that are supported",
                    "save the state dict alone, in more than one tensor");
        }
        left -= bytes;
        return (int) bytes;
    }
}
