package io.acuity.evaluation.fid;

import io.acuity.evaluation.EvaluatedImage;
import io.acuity.evaluation.EvaluationException;
import io.acuity.evaluation.Figures;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import java.util.ArrayList;
import java.util.List;

/**
 * FID of results against originals, and of bicubic enlargements against them, over the images of a set. Features of all
 * images are kept, 8 KiB each and thrice. For one thread.
 *
 * <p>Fewer images than features bias the figure upwards: it compares only with figures of as many images.
 */
public final class SetDistances {
    /** The name people ask for it by. */
    public static final String ID = "fid";

    private final FeatureNetwork network;
    private final List<float[]> originals = new ArrayList<>();
    private final List<float[]> results = new ArrayList<>();
    private final List<float[]> enlargements = new ArrayList<>();

    /** Begins an empty set. */
    public SetDistances(FeatureNetwork network) {
        this.network = network;
    }

    /** Takes an image. */
    public void add(EvaluatedImage image) {
        originals.add(features(image.degraded().highRes()));
        results.add(features(image.result()));
        enlargements.add(features(image.bicubic()));
    }

    /**
     * The distances.
     *
     * @throws EvaluationException if fewer than two images were taken
     */
    public Figures figures() {
        if (originals.size() < 2) {
            throw new EvaluationException(
                    "FID compares sets of at least two images, not " + originals.size() + "; name a folder with more.");
        }
        FeatureGaussian truth = FeatureGaussian.of(originals);
        return new Figures(
                FrechetDistance.between(truth, FeatureGaussian.of(results)),
                FrechetDistance.between(truth, FeatureGaussian.of(enlargements)));
    }

    private float[] features(Picture picture) {
        return network.of(PictureConversions.toRgb(picture));
    }
}
