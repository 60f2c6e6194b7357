package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.imaging.resample.PillowBicubic;
import io.acuity.imaging.resample.PyTorchBicubic;

/** How an LR image is brought to the size of the result before it is encoded; a network wants the one it was trained on. */
public enum Enlargement {
    /** As MATLAB's {@code imresize}. */
    MATLAB_BICUBIC {
        @Override
        FloatImage enlarge(FloatImage lowRes, int factor) {
            return Bicubic.resize(lowRes, lowRes.height() * factor, lowRes.width() * factor);
        }
    },
    /**
     * As MATLAB's {@code imresize}, of 8-bit values divided by 256 instead of 255, so that the result is darker by 0.4 %: what
     * SRDiff's code gives its network, and its published weights know.
     */
    MATLAB_BICUBIC_256 {
        @Override
        FloatImage enlarge(FloatImage lowRes, int factor) {
            FloatImage image = MATLAB_BICUBIC.enlarge(lowRes, factor);
            float[] values = image.values();
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] + 1) * (255f / 256) - 1;
            }
            return image;
        }
    },
    /** As PyTorch's {@code interpolate}; what ResShift was trained on. */
    PYTORCH_BICUBIC {
        @Override
        FloatImage enlarge(FloatImage lowRes, int factor) {
            return PyTorchBicubic.enlarge(lowRes, factor);
        }
    },
    /** As Pillow's {@code resize}, in 8 bits as pictures are prepared for SR3. */
    PILLOW_BICUBIC {
        @Override
        FloatImage enlarge(FloatImage lowRes, int factor) {
            return PillowBicubic.enlarge(lowRes, factor);
        }
    };

    abstract FloatImage enlarge(FloatImage lowRes, int factor);
}
