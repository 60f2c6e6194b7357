package io.acuity.networks.exported;

/**
 * What a module takes and gives, as people read it.
 *
 * @param text the method {@code forward}, with shapes and value ranges
 */
public record ModuleSignature(String text) {
    /** Of a first stage, or of a model of its own. */
    public static ModuleSignature regression(int scale, double range) {
        return new ModuleSignature("forward(image: Tensor) -> Tensor, image [1, 3, h, w] in fp32 from 0 to "
                + number(range) + ", result [1, 3, " + scale + "h, " + scale + "w] in the same values");
    }

    /** Of the network of a Gaussian chain. */
    public static ModuleSignature gaussian(Told told) {
        return denoiser(3, "the enlarged image", told);
    }

    /** Of the network of a residual-shift chain over pixels rearranged. */
    public static ModuleSignature shift(int channels) {
        return denoiser(channels, "the LR image", Told.STEP);
    }

    private static ModuleSignature denoiser(int channels, String image, Told told) {
        return new ModuleSignature(
                "forward(state: Tensor, image: Tensor, step: Tensor) -> Tensor, state [1, " + channels
                        + ", h, w] in fp32, image [1, 3, h, w] (" + image + ") in fp32 from -1 to 1, step [1] with "
                        + told.text() + ", result [1, " + channels + ", h, w]");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    @Override
    public String toString() {
        return text;
    }
}
