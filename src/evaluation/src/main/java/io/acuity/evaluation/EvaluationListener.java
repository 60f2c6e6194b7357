package io.acuity.evaluation;

/** Hears of every image as soon as it is scored. */
@FunctionalInterface
public interface EvaluationListener {
    /**
     * An image is done.
     *
     * @param score its score
     * @param done images scored so far, this one included
     * @param total images to score
     */
    void scored(ImageScore score, int done, int total);
}
