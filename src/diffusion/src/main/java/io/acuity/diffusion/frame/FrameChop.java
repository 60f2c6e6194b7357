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

    /** Where patches begin along a side of an image: every stride, the last shifted inwards to end with the image. */
    public int[] starts(int length) {
        int last = length - patch(length);
        int patches = 1 + Math.ceilDiv(last, stride);
        return IntStream.range(0, patches)
                .map(patch -> (int) Math.min(last, (long) patch * stride))
                .toArray();
    }
}
