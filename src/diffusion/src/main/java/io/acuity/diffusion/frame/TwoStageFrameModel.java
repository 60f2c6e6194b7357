package io.acuity.diffusion.frame;

/**
 * Blind restoration in two stages, the shape of DiffBIR: a regression network cleans and enlarges, and diffusion, led by
 * that in place of the enlarged LR image, refines. Masks say where the second stage refines; what waits is the cleaned
 * image.
 */
public final class TwoStageFrameModel implements FrameModel {
    private final OnePassFrameModel first;
    /** As it was given, which frees its network. */
    private final FrameModel second;

    private final FrameModel refining;
    private final boolean owner;

    /**
     * Joins two models, which it owns from here on, also when it refuses them: then both are closed.
     *
     * @param steps of the second stage that are sampled unless others are asked for
     * @throws IllegalArgumentException if the scales differ, or the second cannot be led or run in so many steps
     */
    public static TwoStageFrameModel of(OnePassFrameModel first, FrameModel second, int steps) {
        try {
            if (first.scale() != second.scale()) {
                throw new IllegalArgumentException("its first stage enlarges by " + first.scale()
                        + ", but its second by " + second.scale() + "; take a first stage of scale " + second.scale()
                        + ".");
            }
            FrameModel refining =
                    second.ledBy(new CleanedEnlargement(first.network())).withSteps(steps);
            return new TwoStageFrameModel(first, second, refining, true);
        } catch (RuntimeException e) {
            first.close();
            second.close();
            throw e;
        }
    }

    private TwoStageFrameModel(OnePassFrameModel first, FrameModel second, FrameModel refining, boolean owner) {
        this.first = first;
        this.second = second;
        this.refining = refining;
        this.owner = owner;
    }

    @Override
    public int scale() {
        return second.scale();
    }

    @Override
    public int steps() {
        return refining.steps();
    }

    /** {@inheritDoc} Steps are those of the second stage. */
    @Override
    public FrameModel withSteps(int steps) {
        return steps == steps()
                ? this
                : new TwoStageFrameModel(
                        first,
                        second,
                        second.ledBy(new CleanedEnlargement(first.network())).withSteps(steps),
                        false);
    }

    @Override
    public FrameModel firstStage() {
        return first;
    }

    @Override
    public long networkPixels(int width, int height) {
        return refining.networkPixels(width, height);
    }

    /** {@inheritDoc} The first stage is one more. */
    @Override
    public long codecPixels(int width, int height) {
        return refining.codecPixels(width, height) + first.networkPixels(width, height) * scale() * scale();
    }

    @Override
    public FrameChop chop() {
        return refining.chop();
    }

    /** {@inheritDoc} The stages run one after the other. */
    @Override
    public long memoryBytes(int width, int height) {
        return Math.max(first.memoryBytes(width, height), refining.memoryBytes(width, height));
    }

    @Override
    public FrameChain begin(FramePatch patch) {
        return refining.begin(patch);
    }

    @Override
    public void close() {
        if (owner) {
            first.close();
            second.close();
        }
    }
}
