package io.acuity.training.data;

/**
 * What patches are drawn.
 *
 * @param count patches per step
 * @param side LR side of a patch
 * @param seed of the draws
 */
public record PatchPlan(int count, int side, long seed) {
    /** LR pixels around a patch that the bicubic filter of its upsampled image can see. */
    static final int CONTEXT = 2;

    private static final long SETBACK = 0xA24BAED4963EE407L;

    /** LR pixels an image must have on each side. */
    public int smallestSide() {
        return side + 2 * CONTEXT;
    }

    long seedAfter(int setbacks) {
        return seed + setbacks * SETBACK;
    }

    /** Half of the store for the images of now, half for those that come next. */
    SampleOrder.Shape shape(ImageStore store) {
        return new SampleOrder.Shape(count, side, CONTEXT, store.scale(), store.capacity() / 2);
    }
}
