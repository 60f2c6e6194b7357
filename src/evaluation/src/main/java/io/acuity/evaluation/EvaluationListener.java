package io.acuity.evaluation;

/** Hears of every image as soon as it is scored. */
@FunctionalInterface
public interface EvaluationListener {
    /**
     * An image is done.
     *
     * @param image its score and pictures, which are not kept by the evaluation
     * @param done images scored so far, this one included
     * @param total images to score
     */
    void scored(EvaluatedImage image, int done, int total);
}
