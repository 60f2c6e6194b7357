package io.acuity.video.preview;

import io.acuity.imaging.Picture;
import io.acuity.video.FrameCanvas;
import io.acuity.video.FramePixels;
import io.acuity.video.ffmpeg.RgbResizer;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of some frames of a clip, one below the other: on the left the source, on the right the result, both as
 * players show them, turned by the clip's rotation. Holds the small pictures only. One thread at a time.
 */
public final class ContactSheet {
    private static final int GAP = 4;

    private final int rows;
    private final long expectedFrames;
    private final int thumbnailWidth;
    private final int rotation;
    private final List<FramePixels> pairs = new ArrayList<>();

    /**
     * Creates an empty sheet.
     *
     * @param rows how many frames it shows, at most
     * @param expectedFrames how many the clip will have; where more come, the first ones are shown
     * @param thumbnailWidth columns of each small picture
     * @param rotation degrees clockwise to turn frames by, a multiple of 90
     */
    public ContactSheet(int rows, long expectedFrames, int thumbnailWidth, int rotation) {
        if (rows < 1 || thumbnailWidth < 16) {
            throw new IllegalArgumentException("A contact sheet has at least one row of pictures of 16 columns, not "
                    + rows + " of " + thumbnailWidth + ".");
        }
        this.rows = rows;
        this.expectedFrames = Math.max(1, expectedFrames);
        this.thumbnailWidth = thumbnailWidth;
        this.rotation = Math.floorMod(rotation, 360) / 90;
    }

    /** Whether the sheet shows frame {@code index}: rows are spread evenly over the clip. */
    public boolean wants(long index) {
        int shown = (int) Math.min(rows, expectedFrames);
        if (index >= expectedFrames || pairs.size() >= shown) {
            return false;
        }
        // The row that begins at this frame or before it is not the row of the frame before.
        return index == 0 || index * shown / expectedFrames != (index - 1) * shown / expectedFrames;
    }

    /** Adds a frame, shrunk at once. */
    public void add(FramePixels before, FramePixels after) {
        boolean sideways = (rotation & 1) != 0;
        int shownWidth = sideways ? after.height() : after.width();
        int shownHeight = sideways ? after.width() : after.height();
        int height = Math.max(1, Math.round((float) thumbnailWidth * shownHeight / shownWidth));
        int width = thumbnailWidth;
        FramePixels left = thumbnail(before, width, height);
        FramePixels right = thumbnail(after, width, height);
        FrameCanvas pair = new FrameCanvas(2 * width + GAP, height, left.bitDepth());
        pair.paste(left, 0, 0);
        pair.paste(right, width + GAP, 0);
        pairs.add(pair.snapshot());
    }

    /** How many frames are on it. */
    public int size() {
        return pairs.size();
    }

    /** The sheet; write it with {@code PictureWriters}. */
    public Picture picture() {
        if (pairs.isEmpty()) {
            throw new IllegalStateException("The contact sheet has no frame yet.");
        }
        FramePixels first = pairs.get(0);
        int height = pairs.size() * (first.height() + GAP) - GAP;
        FrameCanvas sheet = new FrameCanvas(first.width(), height, first.bitDepth());
        for (int i = 0; i < pairs.size(); i++) {
            sheet.paste(pairs.get(i), 0, i * (first.height() + GAP));
        }
        return sheet.snapshot().toPicture();
    }

    private FramePixels thumbnail(FramePixels pixels, int width, int height) {
        boolean sideways = (rotation & 1) != 0;
        FramePixels small = RgbResizer.resize(pixels, sideways ? height : width, sideways ? width : height);
        for (int i = 0; i < rotation; i++) {
            small = quarterTurn(small);
        }
        return small;
    }

    private static FramePixels quarterTurn(FramePixels from) {
        int pixel = 3 * (from.bitDepth() / 8);
        FramePixels to = FramePixels.black(/* width= */ from.height(), /* height= */ from.width(), from.bitDepth());
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < from.width(); x++) {
                int target = (x * to.width() + to.width() - 1 - y) * pixel;
                System.arraycopy(from.samples(), (y * from.width() + x) * pixel, to.samples(), target, pixel);
            }
        }
        return to;
    }
}
