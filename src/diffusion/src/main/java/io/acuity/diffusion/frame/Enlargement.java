package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.imaging.resample.PillowBicubic;
import io.acuity.imaging.resample.PyTorchBicubic;

/** How the LR image becomes y, the image in the size of the result; a network wants the way it was trained with. */
@FunctionalInterface
public interface Enlargement {
    /** As MATLAB's {@code imresize}. */
    Enlargement MATLAB_BICUBIC =
            (lowRes, factor) -> Bicubic.resize(lowRes, lowRes.height() * factor, lowRes.width() * factor);

    /**
     * As MATLAB's {@code imresize}, of 8-bit values divided by 256 instead of 255, so that the result is darker by 0.4 %: what
     * SRDiff's code gives its network, and its published weights know.
     */
    Enlargement MATLAB_BICUBIC_256 = (lowRes, factor) -> {
        FloatImage image = MATLAB_BICUBIC.enlarge(lowRes, factor);
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) * (255f / 256) - 1;
        }
        return image;
    };

    /** As PyTorch's {@code interpolate}; what ResShift was trained on. */
    Enlargement PYTORCH_BICUBIC = PyTorchBicubic::enlarge;

    /** As Pillow's {@code resize}, in 8 bits as pictures are prepared for SR3. */
    Enlargement PILLOW_BICUBIC = PillowBicubic::enlarge;

    /**
     * Enlarges.
     *
     * @param lowRes {@code [3, h, w]} in [-1, 1], padded as {@link #padding} says
     * @return {@code [3, factor·h, factor·w]}
     */
    FloatImage enlarge(FloatImage lowRes, int factor);

    /**
     * Enlarges to what a magnification makes of the sides. Only MATLAB's bicubic comes to any size: it stands in where the
     * magnification is no whole number.
     */
    default FloatImage enlarge(FloatImage lowRes, Magnification magnification) {
        return magnification.isWhole()
                ? enlarge(lowRes, (int) magnification.factor())
                : Bicubic.resize(lowRes, magnification.length(lowRes.height()), magnification.length(lowRes.width()));
    }

    /** Whether y can have any size. */
    default boolean isContinuous() {
        return true;
    }

    /** The LR image as networks are shown it beside y, in the size of {@code lowRes}: the image itself. */
    default FloatImage shown(FloatImage lowRes, FloatImage enlarged) {
        return lowRes;
    }

    /** What images are extended to first. */
    default FramePadding padding() {
        return new FramePadding(1);
    }
}
