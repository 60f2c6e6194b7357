package io.acuity.diffusion.frame;

import io.acuity.imaging.FloatImage;
import io.acuity.imaging.resample.Bicubic;

/**
 * The first of two stages: y is what a regression network made of the LR image, as the cleaned image leads DiffBIR's
 * diffusion (its section 3). A network that is also shown the LR image is shown y made small again, by MATLAB's bicubic,
 * so that nothing of the noise gets past the first stage.
 *
 * @param network makes y; stays open for its owner to close
 */
public record CleanedEnlargement(OnePassNetwork network) implements Enlargement {
    @Override
    public FloatImage enlarge(FloatImage lowRes, int factor) {
        if (factor != network.scale()) {
            throw new IllegalArgumentException(
                    "The first stage enlarges by " + network.scale() + ", not by " + factor + ".");
        }
        FloatImage cleaned = network.enlarge(lowRes);
        FiniteValues.require(cleaned.values());
        for (int i = 0; i < cleaned.values().length; i++) {
            cleaned.values()[i] = Math.clamp(cleaned.values()[i], -1f, 1f);
        }
        return cleaned;
    }

    /** {@inheritDoc} The first stage has one scale. */
    @Override
    public boolean isContinuous() {
        return false;
    }

    @Override
    public FloatImage shown(FloatImage lowRes, FloatImage enlarged) {
        return Bicubic.resize(enlarged, lowRes.height(), lowRes.width());
    }

    @Override
    public FramePadding padding() {
        return network.padding();
    }
}
