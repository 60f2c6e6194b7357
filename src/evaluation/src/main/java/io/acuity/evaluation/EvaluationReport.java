package io.acuity.evaluation;

import java.util.List;

/**
 * Outcome of an evaluation.
 *
 * @param images scores in the order of file names
 * @param mean means over {@code images}
 */
public record EvaluationReport(List<ImageScore> images, MeanScore mean) {
    /** Keeps its own copy of the scores. */
    public EvaluationReport {
        images = List.copyOf(images);
    }

    /** The same with a measure of the whole set. */
    public EvaluationReport with(String id, Figures figures) {
        return new EvaluationReport(images, mean.with(id, figures));
    }
}
