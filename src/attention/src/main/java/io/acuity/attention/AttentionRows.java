package io.acuity.attention;

/** Gives the rows of an attention map; safe for use by several threads. */
@FunctionalInterface
public interface AttentionRows {
    /** Puts row {@code y} into the first places of {@code row}, which has room for it. */
    void read(int y, float[] row);
}
