package io.acuity.evaluation;

import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.imaging.metrics.Consistency;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.metrics.Ssim;
import io.acuity.imaging.naturalness.Niqe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Measures an {@link Upscaling} on high-resolution images, as the literature does: crop to a multiple of the scale,
 * make it smaller, by MATLAB's bicubic unless told otherwise, round to 8 bits, upscale, and compare luma with a border of {@code scale} pixels left
 * out. NIQE, where asked for, is that of whole pictures: nothing has to be aligned for it. Transparency is ignored.
 */
public final class Evaluation {
    private final PictureDecoder decoder;
    private final LowResolution lowResolution;
    private final @Nullable Niqe niqe;
    private final List<Measure> further;

    /** Creates an evaluation without NIQE, for results {@code scale} times as wide and high as their inputs. */
    public Evaluation(PictureDecoder decoder, int scale) {
        this(decoder, new LowResolution.Reduced(scale), null, List.of());
    }

    /** Creates an evaluation that also measures NIQE of results, bicubic and originals; with null it does not. */
    public Evaluation(PictureDecoder decoder, int scale, @Nullable Niqe niqe) {
        this(decoder, new LowResolution.Reduced(scale), niqe, List.of());
    }

    /**
     * Creates an evaluation.
     *
     * @param lowResolution how images are made smaller
     * @param niqe measures NIQE of results, bicubic and originals; null not to
     * @param further measures of results and bicubic beside those that are always taken
     */
    public Evaluation(PictureDecoder decoder, LowResolution lowResolution, @Nullable Niqe niqe, List<Measure> further) {
        this.decoder = decoder;
        this.lowResolution = lowResolution;
        this.niqe = niqe;
        this.further = List.copyOf(further);
    }

    /**
     * Scores the images of a folder, one after the other.
     *
     * @param folder images, directly or in a folder {@code HR}
     * @param limit at most so many, in the order of their names
     * @param upscaling what is measured; its exceptions pass through
     * @param listener hears of every image
     * @throws EvaluationException when there are no images, or one is unreadable, too small, or comes back in a wrong size
     */
    public EvaluationReport run(Path folder, int limit, Upscaling upscaling, EvaluationListener listener) {
        if (limit < 1) {
            throw new IllegalArgumentException("An evaluation needs at least one image, not " + limit + ".");
        }
        List<Path> files = ImageFolder.images(folder);
        List<Path> chosen = files.subList(0, Math.min(limit, files.size()));
        List<ImageScore> scores = new ArrayList<>();
        for (Path file : chosen) {
            EvaluatedImage image = evaluate(ImageFolder.nameOf(file), read(file), upscaling);
            scores.add(image.score());
            listener.scored(image, scores.size(), chosen.size());
        }
        return new EvaluationReport(scores, MeanScore.of(scores));
    }

    /** Scores one picture. */
    public ImageScore score(String name, Picture original, Upscaling upscaling) {
        return evaluate(name, original, upscaling).score();
    }

    private EvaluatedImage evaluate(String name, Picture original, Upscaling upscaling) {
        requireLargeEnough(name, original);
        Degraded degraded = lowResolution.of(name, original);
        Picture highRes = degraded.highRes();
        Picture result = upscaling.upscale(degraded.lowRes());
        if (result.width() != highRes.width() || result.height() != highRes.height()) {
            throw new EvaluationException("The result for " + name + " has " + result.width() + "×" + result.height()
                    + " pixels instead of " + highRes.width() + "×" + highRes.height()
                    + "; evaluate a model of that scale.");
        }
        Picture enlarged = degraded.bicubic();
        Luma truth = luma(highRes);
        Luma restored = luma(result);
        Luma yardstick = luma(enlarged);
        ImageScore score = new ImageScore(
                name,
                Psnr.of(restored, truth),
                Ssim.of(restored, truth),
                Consistency.of(PictureConversions.toRgb(result), PictureConversions.toRgb(degraded.lowRes())),
                niqe(result),
                new BicubicScore(Psnr.of(yardstick, truth), Ssim.of(yardstick, truth), niqe(enlarged)),
                new OriginalScore(niqe(highRes)),
                further(result, enlarged, degraded));
        return new EvaluatedImage(score, degraded, enlarged, result);
    }

    private Map<String, Figures> further(Picture result, Picture enlarged, Degraded degraded) {
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Measure measure : further) {
            figures.put(measure.id(), new Figures(measure.of(result, degraded), measure.of(enlarged, degraded)));
        }
        return figures;
    }

    private @Nullable Double niqe(Picture picture) {
        if (niqe == null) {
            return null;
        }
        OptionalDouble figure = niqe.of(Luma.bt601(PictureConversions.toRgb(picture)));
        return figure.isPresent() ? figure.getAsDouble() : null;
    }

    private void requireLargeEnough(String name, Picture original) {
        int scale = lowResolution.border();
        int least = Ssim.WINDOW + 2 * scale;
        if (Math.min(original.width() / scale, original.height() / scale) * scale < least) {
            throw new EvaluationException("The image " + name + " has " + original.width() + "×" + original.height()
                    + " pixels; a scale of " + scale + " needs at least " + least + " a side.");
        }
    }

    private Luma luma(Picture picture) {
        return Luma.bt601(PictureConversions.toRgb(picture)).crop(lowResolution.border());
    }

    private Picture read(Path file) {
        try {
            return decoder.decode(file);
        } catch (UnreadableImageException e) {
            throw new EvaluationException("The image " + file + " cannot be evaluated: " + e.getMessage(), e);
        }
    }
}
