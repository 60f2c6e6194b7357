package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.Plane;
import org.jspecify.annotations.Nullable;

/**
 * A part of an image, or all of it, to be refined by itself.
 *
 * @param lowRes the part
 * @param x where its result lies in the whole one, in result pixels
 * @param y where its result lies in the whole one, in result pixels
 * @param seed names the noise, which belongs to places in the image: where parts overlap they have the same
 * @param mask of the whole image; null where all of it is refined in every step
 */
public record FramePatch(
        LowRes lowRes, int x, int y, long seed, @Nullable FrameMask mask) {
    /** An image as a whole, refined everywhere. */
    public static FramePatch whole(LowRes lowRes, long seed) {
        return new FramePatch(lowRes, 0, 0, seed, null);
    }

    /**
     * Part of what {@code spec} asks for.
     *
     * @param part in LR pixels
     */
    static FramePatch of(FrameSpec spec, Rect part) {
        LowRes all = spec.lowRes();
        if (part.width() == all.width() && part.height() == all.height()) {
            return new FramePatch(all, 0, 0, spec.seed(), spec.mask());
        }
        Plane red = cut(all.red(), part);
        boolean grey = all.red() == all.green() && all.red() == all.blue();
        LowRes lowRes = grey ? LowRes.grey(red) : new LowRes(red, cut(all.green(), part), cut(all.blue(), part));
        Rect place = spec.model().magnification().place(part, all.width(), all.height());
        return new FramePatch(lowRes, place.x(), place.y(), spec.seed(), spec.mask());
    }

    private static Plane cut(Plane plane, Rect part) {
        Plane cut = new Plane(part.width(), part.height());
        for (int row = 0; row < part.height(); row++) {
            System.arraycopy(
                    plane.samples(),
                    (part.y() + row) * plane.width() + part.x(),
                    cut.samples(),
                    row * part.width(),
                    part.width());
        }
        return cut;
    }
}
