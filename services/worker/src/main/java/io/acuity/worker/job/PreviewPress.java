package io.acuity.worker.job;

import io.acuity.diffusion.preview.Preview;
import io.acuity.events.BlobReference;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import io.acuity.imaging.resample.Bicubic;
import io.acuity.streaming.blob.BlobStore;
import java.util.Arrays;
import java.util.List;

/** Makes previews into small JPEGs in the store. Safe for use by several threads. */
final class PreviewPress {
    /** Longest side of a preview in pixels. */
    static final int SIDE = 512;

    private static final int QUALITY = 80;

    private final BlobStore store;

    PreviewPress(BlobStore store) {
        this.store = store;
    }

    /**
     * Stores a preview.
     *
     * @throws io.acuity.streaming.blob.BlobException when the store does not take it
     */
    BlobReference store(Preview preview) {
        PictureFormat format = PictureFormat.JPEG;
        return store.put(PictureWriters.encode(small(preview), format, QUALITY), format.mediaType());
    }

    static Picture small(Preview preview) {
        List<Plane> planes = Arrays.stream(preview.planes())
                .map(samples -> new Plane(preview.width(), preview.height(), samples))
                .toList();
        Picture picture = new Picture(planes, null, 8);
        int longest = Math.max(preview.width(), preview.height());
        if (longest <= SIDE) {
            return picture;
        }
        int width = Math.max(1, Math.round((float) preview.width() * SIDE / longest));
        int height = Math.max(1, Math.round((float) preview.height() * SIDE / longest));
        FloatImage small = Bicubic.resize(PictureConversions.toRgb(picture), height, width);
        return PictureConversions.toPicture(small, null, 8);
    }
}
