package io.acuity.networks.resshift;

/** The sinusoidal embedding of steps that ResShift and its ancestors feed to their networks: cosines, then sines. */
final class StepEmbedding {
    private static final double LONGEST_PERIOD = 10_000;

    private StepEmbedding() {}

    /** One row of {@code channels} values per step; an odd last channel is 0. */
    static float[] of(long[] steps, int channels) {
        int half = channels / 2;
        float[] embedding = new float[steps.length * channels];
        for (int i = 0; i < half; i++) {
            float frequency = (float) Math.exp(-Math.log(LONGEST_PERIOD) * i / half);
            for (int n = 0; n < steps.length; n++) {
                float angle = steps[n] * frequency;
                embedding[n * channels + i] = (float) Math.cos(angle);
                embedding[n * channels + half + i] = (float) Math.sin(angle);
            }
        }
        return embedding;
    }
}
