package io.acuity.networks.sr3;

/** What the network is told about the noise in its input, and under which names its layers take it. */
public enum Conditioning {
    /** √ᾱ, as SR3 does: names {@code noise_level_mlp} and {@code noise_func.noise_func.0}. */
    NOISE_LEVEL("noise_level_mlp", "noise_func.noise_func.0"),
    /** The step t − 1, as the DDPM configurations of the same code do: names {@code time_mlp} and {@code mlp.1}. */
    STEP("time_mlp", "mlp.1");

    private final String embedding;
    private final String affine;

    Conditioning(String embedding, String affine) {
        this.embedding = embedding;
        this.affine = affine;
    }

    /** Name of the layers that embed the value. */
    String embedding() {
        return embedding;
    }

    /** Name of a block's layer that takes the embedding. */
    String affine() {
        return affine;
    }
}
