package io.acuity.streaming.dataset;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample before it is published.
 *
 * @param dataset name of the dataset
 * @param image the HR image, {@link #SMALLEST_SIDE} to a side at least
 * @param lowRes the LR image of a pair; both sides of the HR image are the same whole multiple of its sides, 2 to 8
 * @param split where it belongs
 * @param notes what is said about it
 */
public record SampleDraft(
        String dataset, SampleImage image, @Nullable SampleImage lowRes, SplitRule split, Notes notes) {

    /** Pixels a side below which an image teaches nothing: the smallest crop in use. */
    public static final int SMALLEST_SIDE = 64;

    private static final int SMALLEST_SCALE = 2;
    private static final int LARGEST_SCALE = 8;

    /** Refuses what cannot be a sample. */
    public SampleDraft {
        SampleKey.requireDataset(dataset);
        if (Math.min(image.width(), image.height()) < SMALLEST_SIDE) {
            throw new SampleRefusedException("The image is " + image.size() + " pixels, but a sample needs at least "
                    + SMALLEST_SIDE + " a side; publish a larger one.");
        }
        if (lowRes != null) {
            requirePair(image, lowRes);
        }
    }

    private static void requirePair(SampleImage image, SampleImage lowRes) {
        int scale = image.width() / Math.max(1, lowRes.width());
        boolean fits = image.width() == scale * lowRes.width() && image.height() == scale * lowRes.height();
        if (!fits || scale < SMALLEST_SCALE || scale > LARGEST_SCALE) {
            throw new SampleRefusedException("The LR image is " + lowRes.size() + " pixels, but the HR image's "
                    + image.size() + " must be 2 to 8 times that, the same whole number on both sides; crop the HR"
                    + " image or make the LR image again.");
        }
    }

    /**
     * What is said about a sample.
     *
     * @param sourceName file name or other origin
     * @param licence under which it may be used
     * @param tags anything else
     */
    public record Notes(
            @Nullable String sourceName, @Nullable String licence, Map<String, String> tags) {

        private static final int LONGEST = 1_000;
        private static final int MOST_TAGS = 32;

        /** Copies the tags; refuses what would make a record as large as an image. */
        public Notes {
            tags = Map.copyOf(tags);
            requireShort("source name", sourceName);
            requireShort("licence", licence);
            tags.forEach((key, value) -> {
                requireShort("name of a tag", key);
                requireShort("tag '" + key + "'", value);
            });
            if (tags.size() > MOST_TAGS) {
                throw new SampleRefusedException("A sample takes at most " + MOST_TAGS + " tags; leave some out.");
            }
        }

        private static void requireShort(String what, @Nullable String text) {
            if (text != null && text.length() > LONGEST) {
                throw new SampleRefusedException(
                        "The " + what + " is longer than " + LONGEST + " characters; shorten it.");
            }
        }
    }
}
