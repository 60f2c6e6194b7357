package io.acuity.pipeline;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.video.Frame;
import io.acuity.video.FramePixels;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.ClipWriter;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.preview.ContactSheet;
import io.acuity.video.preview.SideBySide;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Previews of a finished clip, from source and result as they lie on the disk: what is shown is what one gets.
 *
 * @param clip the finished clip
 * @param frames how many frames it has
 */
public record ClipPreviews(ClipOutput clip, long frames) {
    private static final int ROWS = 6;
    private static final int THUMBNAIL = 480;
    /** Of no meaning to PNG. */
    private static final int QUALITY = 100;

    @FunctionalInterface
    private interface Pairs {
        void pair(Frame before, Frame after);
    }

    /**
     * Writes a PNG of some frames, before beside after.
     *
     * @param out stays the caller's
     * @throws IOException when it cannot be written
     * @throws io.acuity.video.ClipException when a clip cannot be read
     * @throws InterruptedException when the thread was interrupted
     */
    public void contactSheet(OutputStream out) throws IOException, InterruptedException {
        try (ClipReader before = ClipReader.open(clip.source());
                ClipReader after = ClipReader.open(clip.target())) {
            ContactSheet sheet = new ContactSheet(
                    ROWS, frames, THUMBNAIL, before.info().video().rotation());
            eachPair(before, after, (old, made) -> {
                if (sheet.wants(old.index())) {
                    sheet.add(sameDepth(old.pixels(), made.pixels()), made.pixels());
                }
            });
            Picture picture = sheet.picture();
            PictureWriters.write(picture, PictureFormat.PNG, QUALITY, out);
        }
    }

    /**
     * Writes a clip of twice the width, before beside after.
     *
     * @param file where; its ending chooses the container
     * @throws io.acuity.video.ClipException when a clip cannot be read or written
     * @throws InterruptedException when the thread was interrupted
     */
    public void sideBySide(Path file) throws InterruptedException {
        try (ClipReader before = ClipReader.open(clip.source());
                ClipReader after = ClipReader.open(clip.target())) {
            ClipOutput output = new ClipOutput(
                    file,
                    clip.source(),
                    2 * clip.width(),
                    clip.height(),
                    after.info().video().storedDepth(),
                    clip.frameLimit(),
                    EncodeSettings.defaults());
            try (ClipWriter writer = ClipWriter.open(output)) {
                eachPair(
                        before,
                        after,
                        (old, made) -> writer.write(
                                old.with(SideBySide.of(sameDepth(old.pixels(), made.pixels()), made.pixels()))));
                var unused = writer.finish();
            }
        }
    }

    private void eachPair(ClipReader before, ClipReader after, Pairs pairs) throws InterruptedException {
        for (long i = 0; i < frames; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("The previews of " + clip.target() + " were interrupted.");
            }
            Frame old = before.next();
            Frame made = after.next();
            if (old == null || made == null) {
                return;
            }
            pairs.pair(old, made);
        }
    }

    private static FramePixels sameDepth(FramePixels pixels, FramePixels like) {
        if (pixels.bitDepth() == like.bitDepth()) {
            return pixels;
        }
        short[][] planes =
                pixels.toPicture().colour().stream().map(Plane::samples).toArray(short[][]::new);
        return FramePixels.ofPlanes(pixels.width(), pixels.height(), like.bitDepth(), planes);
    }
}
