package io.acuity.cli.video;

import io.acuity.cli.files.WholeFile;
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
import java.nio.file.Path;

/**
 * Previews of a finished clip, from source and result as they lie on the disk: what is shown is what one gets.
 *
 * @param clip the finished clip
 * @param frames how many frames it has
 */
record ClipPreviews(ClipOutput clip, long frames) {
    private static final int ROWS = 6;
    private static final int THUMBNAIL = 480;
    /** Of no meaning to PNG. */
    private static final int QUALITY = 100;

    @FunctionalInterface
    private interface Pairs {
        void pair(Frame before, Frame after);
    }

    /** Writes a picture of some frames, before beside after. */
    void contactSheet(Path file) {
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
            WholeFile.write(file, out -> PictureWriters.write(picture, PictureFormat.PNG, QUALITY, out));
        }
    }

    /** Writes a clip of twice the width, before beside after. */
    void sideBySide(Path file) {
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

    private void eachPair(ClipReader before, ClipReader after, Pairs pairs) {
        for (long i = 0; i < frames; i++) {
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
