package io.acuity.training.data;

import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** HR images in memory, and the random patches drawn from them. Immutable, safe for many threads. */
public final class TrainingSet {
    /** LR pixels around a patch that the bicubic filter of its upsampled image can see. */
    private static final int CONTEXT = 2;

    private final List<TrainingImage> images;
    private final long[] cumulativeArea;
    private final int scale;

    private TrainingSet(List<TrainingImage> images, int scale) {
        this.images = images;
        this.scale = scale;
        this.cumulativeArea = new long[images.size()];
        long area = 0;
        for (int i = 0; i < images.size(); i++) {
            area += (long) images.get(i).lowHeight() * images.get(i).lowWidth();
            cumulativeArea[i] = area;
        }
    }

    /**
     * Reads images.
     *
     * @param files in an order that is the same everywhere, so that a seed means the same everywhere
     * @param smallest images with a side below this many LR pixels are refused
     * @throws IOException if there is no image, or one is too small
     */
    public static TrainingSet read(List<Path> files, int scale, int smallest) throws IOException {
        PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
        List<TrainingImage> images = files.stream()
                .map(file -> TrainingImage.of(decoder.decode(file), scale))
                .toList();
        for (int i = 0; i < images.size(); i++) {
            TrainingImage image = images.get(i);
            if (Math.min(image.lowHeight(), image.lowWidth()) < smallest + 2 * CONTEXT) {
                throw new IOException("The image " + files.get(i) + " is too small to cut training patches of "
                        + smallest * scale + " pixels from; remove it or choose smaller patches.");
            }
        }
        return new TrainingSet(images, scale);
    }

    /** r: HR pixels per LR pixel and side. */
    public int scale() {
        return scale;
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /**
     * The patches of one training step, a function of {@code seed} and {@code step} alone.
     *
     * @param count N
     * @param side LR side of a patch
     */
    public PatchBatch draw(long seed, long step, int count, int side) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
        PatchBatch batch = PatchBatch.allocate(count, side, scale);
        for (int n = 0; n < count; n++) {
            TrainingImage image = images.get(pick(random));
            int margin = side + 2 * CONTEXT;
            int x = random.nextInt(image.lowWidth() - margin + 1);
            int y = random.nextInt(image.lowHeight() - margin + 1);
            Dihedral view = Dihedral.random(random);
            batch.set(n, image.low(x, y, margin, view), CONTEXT, image.high(x + CONTEXT, y + CONTEXT, side, view));
        }
        return batch;
    }

    private int pick(SplittableRandom random) {
        long point = random.nextLong(cumulativeArea[cumulativeArea.length - 1]);
        int low = 0;
        int high = cumulativeArea.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulativeArea[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
