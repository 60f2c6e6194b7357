package io.acuity.cli.evaluate;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.evaluation.EvaluatedImage;
import io.acuity.evaluation.bins.AttentionBins;
import io.acuity.imaging.Picture;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Quality by attention: whose maps sort the pixels, and into how many bins. */
final class BinOptions {
    private static final int MOST = 100;

    @Option(
            names = "--bins",
            paramLabel = "NAME",
            description =
                    "Also measure PSNR-Y by attention: the pixels of all images, sorted by the maps of this extractor "
                            + "(as acuity attention knows them).")
    private @Nullable String extractor;

    @Option(
            names = "--bin-count",
            paramLabel = "N",
            description = "Bins of equal width for --bins (default: ${DEFAULT-VALUE}).")
    private int count = 10;

    /** Refuses a number of bins that is none, before anything is loaded. */
    void check() {
        if (count < 1 || count > MOST) {
            throw new CommandException(ExitCode.USAGE, "There are 1 to " + MOST + " bins, not " + count + ".");
        }
    }

    /**
     * Bins to be filled; empty where none were asked for.
     *
     * @throws io.acuity.attention.UnknownExtractorException if there is no such extractor
     * @throws io.acuity.attention.MissingWeightsException if its weights are not installed
     */
    Optional<FilledBins> begin(AttentionCatalog extractors) {
        return Optional.ofNullable(extractor)
                .map(name -> new FilledBins(extractors.find(name), new AttentionBins(count)));
    }

    /**
     * Bins, and whose maps fill them.
     *
     * @param extractor of the maps
     * @param bins filled image by image
     */
    record FilledBins(AttentionExtractor extractor, AttentionBins bins) {
        void add(EvaluatedImage image) {
            Picture original = image.degraded().highRes();
            bins.add(
                    image,
                    extractor
                            .extract(image.degraded().lowRes(), original.height(), original.width())
                            .toImage());
        }
    }
}
