package io.acuity.networks.sr3;

import org.jspecify.annotations.Nullable;

/**
 * What SR4's report adds to SR3's network, each switched by itself.
 *
 * @param heads of every self-attention; logits are scaled by {@code 1/√C} of all channels whatever the number, as in the
 *     published code (not by {@code 1/√(C/heads)}), and each head's q, k and v lie together in {@code qkv}
 * @param injection the LR image in the middle; null without
 * @param inputAttention whether the input passes {@link InputAttention} first
 * @param learnedVariance whether the network says of each value also which variance the reverse step has (Nichol and
 *     Dhariwal 2021, eq. 15): twice the output channels, to be trained with the variational bound
 */
public record Sr3Options(int heads, @Nullable LrInjection injection, boolean inputAttention, boolean learnedVariance) {
    /** SR3 as it is. */
    public static final Sr3Options PLAIN = new Sr3Options(1, null, false, false);

    /** Refuses what is no number of heads. */
    public Sr3Options {
        if (heads < 1) {
            throw new IllegalArgumentException("Self-attention has at least one head, not " + heads + ".");
        }
    }
}
