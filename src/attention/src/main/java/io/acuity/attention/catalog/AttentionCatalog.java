package io.acuity.attention.catalog;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.ExtractorName;
import io.acuity.attention.HeadChoice;
import io.acuity.attention.MissingWeightsException;
import io.acuity.attention.UnknownExtractorException;
import io.acuity.attention.innate.CentredExtractor;
import io.acuity.attention.innate.EdgeExtractor;
import io.acuity.attention.innate.KeyPointExtractor;
import io.acuity.attention.innate.NoExtractor;
import io.acuity.attention.learned.BackboneShelf;
import io.acuity.attention.learned.LearnedExtractor;
import io.acuity.attention.learned.SaliencyBackbone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds extractors by name: the innate ones, and one for each learned backbone that is installed. A learned one's name may
 * end in {@code :head=N}, {@code :avg} or {@code :max}; without it the maximum over heads is meant.
 */
public final class AttentionCatalog {
    /** The extractor used where none is named. */
    public static final String DEFAULT_EXTRACTOR = EdgeExtractor.NAME;

    private static final Map<String, AttentionExtractor> INNATE = Stream.of(
                    new NoExtractor(), new CentredExtractor(), new EdgeExtractor(), new KeyPointExtractor())
            .collect(Collectors.toUnmodifiableMap(AttentionExtractor::name, Function.identity()));
    private static final List<String> INNATE_NAMES =
            List.of(NoExtractor.NAME, CentredExtractor.NAME, EdgeExtractor.NAME, KeyPointExtractor.NAME);

    private final BackboneShelf backbones;

    /** A catalogue of the innate extractors and those over {@code backbones}. */
    public AttentionCatalog(BackboneShelf backbones) {
        this.backbones = backbones;
    }

    /** The extractors that need no weights. */
    public static AttentionCatalog innate() {
        return new AttentionCatalog(BackboneShelf.EMPTY);
    }

    /** Names of the extractors that need no weights. */
    public static List<String> innateNames() {
        return INNATE_NAMES;
    }

    /** Names of the learned extractors this program can run once their weights are installed. */
    public static List<String> learnedNames() {
        return Stream.of(KnownBackbone.values()).map(KnownBackbone::text).toList();
    }

    /**
     * The extractor of a name.
     *
     * @throws UnknownExtractorException if there is none, or its backbone has no such head
     * @throws MissingWeightsException if its weights are not installed
     */
    public AttentionExtractor find(String name) {
        ExtractorName parsed = ExtractorName.parse(name);
        HeadChoice asked = parsed.heads();
        AttentionExtractor innate = INNATE.get(parsed.base());
        if (innate != null) {
            if (asked != null) {
                throw new UnknownExtractorException("The extractor " + parsed.base() + " has no heads; ask for "
                        + parsed.base() + " without ':" + asked.text() + "'.");
            }
            return innate;
        }
        return new LearnedExtractor(backbone(parsed.base()), asked == null ? new HeadChoice.Maximum() : asked);
    }

    private SaliencyBackbone backbone(String name) {
        Optional<SaliencyBackbone> installed = backbones.find(name);
        if (installed.isPresent()) {
            return installed.get();
        }
        throw KnownBackbone.of(name)
                .<RuntimeException>map(known -> new MissingWeightsException(known.missing(INNATE_NAMES)))
                .orElseGet(() -> new UnknownExtractorException("There is no extractor '" + shortened(name)
                        + "'; choose one of " + String.join(", ", INNATE_NAMES) + ", or with weights installed "
                        + String.join(", ", learnedNames()) + " (with :head=N, :avg or :max)."));
    }

    private static String shortened(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }
}
