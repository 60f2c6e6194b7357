package io.acuity.diffusion.noise;

/**
 * The counter-based generator Philox4x32-10 of Salmon et al. (SC 2011), without state: 128 bits of counter and 64 bits
 * of key give 128 random bits.
 */
public final class Philox4x32 {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox4x32() {}

    /**
     * Writes the four words of one block to {@code out[at] … out[at + 3]}.
     *
     * @param low counter words 0 (lower half) and 1
     * @param high counter words 2 (lower half) and 3
     * @param key key words 0 (lower half) and 1
     */
    public static void block(long low, long high, long key, int[] out, int at) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = (int) high;
        int c3 = (int) (high >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = c0;
        out[at + 1] = c1;
        out[at + 2] = c2;
        out[at + 3] = c3;
    }
}
