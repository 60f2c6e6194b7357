package io.acuity.training.sr3;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.training.frames.AttentionSource;
import io.acuity.training.frames.Masking;

/**
 * How masks lead a training by patches.
 *
 * @param extractor name of an innate extractor of attention maps, {@code none} for no masks
 * @param masking what its maps do
 */
public record Sr3Masks(String extractor, Masking masking) {
    /** Refuses extractors that training by patches does not have. */
    public Sr3Masks {
        if (!AttentionCatalog.innateNames().contains(extractor)) {
            throw new IllegalArgumentException("Patches are masked by maps of extractors that need no weights, "
                    + String.join(", ", AttentionCatalog.innateNames()) + ", not of " + extractor
                    + "; acuity sr3 train takes learned ones.");
        }
    }

    /** Makes the maps, on any thread. */
    public AttentionSource source() {
        AttentionExtractor found = AttentionCatalog.innate().find(extractor);
        return (lowRes, side) -> found.extract(lowRes, side, side).toImage();
    }
}
