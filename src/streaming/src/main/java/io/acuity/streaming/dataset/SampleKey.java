package io.acuity.streaming.dataset;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * What names a sample: its dataset, and the beginning of its content's hash, so that the same image published twice is one
 * sample. The text form is the key on the topic.
 *
 * @param dataset 1 to 64 of letters, digits, dot, underscore and hyphen, beginning with a letter or digit
 * @param sampleId 16 hexadecimal digits, lower case
 */
public record SampleKey(String dataset, String sampleId) implements Comparable<SampleKey> {

    private static final int ID_DIGITS = 16;
    private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + ID_DIGITS + "}");
    private static final Comparator<SampleKey> ORDER =
            Comparator.comparing(SampleKey::dataset).thenComparing(SampleKey::sampleId);

    /** Refuses names that are none. */
    public SampleKey {
        requireDataset(dataset);
        if (!ID.matcher(sampleId).matches()) {
            throw new SampleRefusedException("The sample id '" + shortened(sampleId)
                    + "' must be 16 hexadecimal digits in lower case, as publishing a sample returns them.");
        }
    }

    /**
     * The key of an image in a dataset.
     *
     * @param dataset name of the dataset
     * @param sha256 hash of the HR image's bytes, lower-case hex
     * @return the key
     * @throws SampleRefusedException when the dataset's name is none
     */
    public static SampleKey of(String dataset, String sha256) {
        return new SampleKey(dataset, sha256.substring(0, ID_DIGITS));
    }

    /**
     * Reads a record's key.
     *
     * @param key {@code dataset/sampleId}
     * @return the key
     * @throws SampleRefusedException when it is anything else
     */
    public static SampleKey parse(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw new SampleRefusedException(
                    "The key '" + shortened(key) + "' must be a dataset's name, a slash and a sample id.");
        }
        return new SampleKey(key.substring(0, slash), key.substring(slash + 1));
    }

    /**
     * Refuses what cannot be the name of a dataset.
     *
     * @param dataset the name
     * @return the name
     * @throws SampleRefusedException when it is none
     */
    public static String requireDataset(String dataset) {
        if (!DATASET.matcher(dataset).matches()) {
            throw new SampleRefusedException("The dataset's name '" + shortened(dataset)
                    + "' must have 1 to 64 letters, digits, dots, underscores or hyphens and begin with a letter or"
                    + " digit; for example street-photos.");
        }
        return dataset;
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    @Override
    public int compareTo(SampleKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return dataset + "/" + sampleId;
    }
}
