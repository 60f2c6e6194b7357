package io.acuity.diffusion.preview;

import java.util.Arrays;

/**
 * One direction of a raster: at the middle of each of its pixels it takes one pixel of the result, which is one phase of one
 * latent pixel.
 *
 * @param places by phase, pixels of the raster in ascending order
 * @param latents by phase, the latent pixel that each of them is taken from
 */
record RasterAxis(int[][] places, int[][] latents) {
    /**
     * Spreads samples evenly.
     *
     * @param pixels of the result
     * @param samples of the raster, at most as many
     * @param factor r: result pixels per latent pixel
     */
    static RasterAxis of(int pixels, int samples, int factor) {
        int[] taken = new int[samples];
        int[] count = new int[factor];
        for (int i = 0; i < samples; i++) {
            taken[i] = (int) ((2L * i + 1) * pixels / (2L * samples));
            count[taken[i] % factor]++;
        }
        int[][] places = new int[factor][];
        int[][] latents = new int[factor][];
        for (int phase = 0; phase < factor; phase++) {
            places[phase] = new int[count[phase]];
            latents[phase] = new int[count[phase]];
        }
        Arrays.fill(count, 0);
        for (int i = 0; i < samples; i++) {
            int phase = taken[i] % factor;
            places[phase][count[phase]] = i;
            latents[phase][count[phase]++] = taken[i] / factor;
        }
        return new RasterAxis(places, latents);
    }

    /** The first sample of a phase at or behind a latent pixel. */
    int from(int phase, int latent) {
        int[] sorted = latents[phase];
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < latent) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
