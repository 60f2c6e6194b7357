package io.acuity.evaluation;

import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.imaging.metrics.Luma;
import io.acuity.imaging.naturalness.NiqeFit;
import java.nio.file.Path;
import java.util.List;

/** Makes NIQE's parameters from a folder of undamaged photographs. */
public final class NiqeFitting {
    private final PictureDecoder decoder;

    /** Creates a fitting that reads photographs with {@code decoder}. */
    public NiqeFitting(PictureDecoder decoder) {
        this.decoder = decoder;
    }

    /** Hears of every photograph. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A photograph was looked at.
         *
         * @param photograph file name
         * @param patches sharp patches it gave; 0 when it is too small or has no contrast
         */
        void fitted(String photograph, int patches);
    }

    /**
     * Fits the parameters.
     *
     * @param folder photographs, directly or in a folder {@code HR}; lossless and sharp ones, as many as possible
     * @throws EvaluationException when there are no photographs, one is unreadable, or they hold too few sharp patches
     */
    public NiqeParameters fit(Path folder, Listener listener) {
        List<Path> files = ImageFolder.images(folder);
        NiqeFit fit = new NiqeFit();
        int photographs = 0;
        for (Path file : files) {
            int taken = fit.add(read(file));
            photographs += taken > 0 ? 1 : 0;
            listener.fitted(ImageFolder.nameOf(file), taken);
        }
        try {
            String source = ImageFolder.nameOf(folder.toAbsolutePath().normalize());
            return NiqeParameters.of(source, photographs, fit.patches(), fit.statistics());
        } catch (IllegalStateException e) {
            throw new EvaluationException("NIQE cannot be fitted to " + folder + ": " + e.getMessage(), e);
        }
    }

    private Luma read(Path file) {
        try {
            return Luma.bt601(PictureConversions.toRgb(decoder.decode(file)));
        } catch (UnreadableImageException e) {
            throw new EvaluationException("NIQE cannot be fitted to the photograph " + file + ": " + e.getMessage(), e);
        }
    }
}
