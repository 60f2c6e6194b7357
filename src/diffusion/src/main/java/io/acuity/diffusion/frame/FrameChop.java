package io.acuity.diffusion.frame;

import java.util.stream.IntStream;

/**
 * How images too large to be seen as a whole are cut into patches that overlap, each refined by itself, the results
 * averaged; as ResShift's published inference does. All in LR pixels.
 *
 * @param side largest side of a patch
 * @param stride from one patch to the next, at most {@code side}
 */
public record FrameChop(int side, int stride) {
    /** LR pixels by which results of neighbours may move apart at most, rounded up: each end by half a result pixel. */
    private static final int MOVED = 2;

    /** Images are never cut. */
    public static final FrameChop NEVER = new FrameChop(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** Validates that patches leave no gap. */
    public FrameChop {
        if (side < 1 || stride < 1 || stride > side) {
            throw new IllegalArgumentException("Images are cut into patches of at least one pixel a side that leave no"
                    + " gap, not of " + side + " every " + stride + " pixels.");
        }
    }

    /** The side of patches along a side of an image. */
    public int patch(int length) {
        return Math.min(length, side);
    }

    /** The same with patches whose sides are shorter by a factor of at least 1; {@link #NEVER} stays as it is. */
    FrameChop shortened(double factor) {
        return side == Integer.MAX_VALUE ? this : new FrameChop(shortened(side, factor), shortened(stride, factor));
    }

    /** The same with two pixels of each patch at least also in the next, so that results moved to whole pixels leave no gap. */
    FrameChop overlapping() {
        int longer = Math.max(MOVED + 1, side);
        return new FrameChop(longer, Math.min(stride, longer - MOVED));
    }

    private static int shortened(int length, double factor) {
        return Math.max(1, (int) (length / factor));
    }

    /** Where patches begin along a side of an image: every stride, the last shifted inwards to end with the image. */
    public int[] starts(int length) {
        int last = length - patch(length);
        int patches = 1 + Math.ceilDiv(last, stride);
        return IntStream.range(0, patches)
                .map(patch -> (int) Math.min(last, (long) patch * stride))
                .toArray();
    }
}
