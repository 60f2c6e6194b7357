package io.acuity.streaming.dataset;

import io.acuity.events.DatasetSplit;
import java.util.Locale;

/**
 * Which samples are held out for validation. By share the choice is a function of the image's hash alone, so that it is the
 * same whoever publishes, whenever, and however the files are called.
 *
 * @param validationShare 0 for none, 1 for all, between for that share of all images
 */
public record SplitRule(double validationShare) {

    /** Everything is for training. */
    public static final SplitRule TRAIN = new SplitRule(0);

    /** Everything is held out. */
    public static final SplitRule VALIDATION = new SplitRule(1);

    private static final int DIGITS = 8;
    private static final double HASHES = 0x1p32;

    /** Refuses shares that are none. */
    public SplitRule {
        if (!(validationShare >= 0 && validationShare <= 1)) {
            throw new SampleRefusedException("The share of validation samples must be from 0 to 1.");
        }
    }

    /**
     * Reads a rule.
     *
     * @param text {@code train}, {@code validation}, or the percentage held out, such as {@code 10} or {@code 2.5%}
     * @return the rule
     * @throws SampleRefusedException when it is anything else
     */
    public static SplitRule parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.equals("train")) {
            return TRAIN;
        }
        if (word.equals("validation")) {
            return VALIDATION;
        }
        if (!word.matches("\\d{1,3}(\\.\\d{1,6})?%?") || percent(word) > 100) {
            throw new SampleRefusedException(
                    "The split must be train, validation or the percentage to hold out for validation from 0 to 100,"
                            + " such as 10.");
        }
        return new SplitRule(percent(word) / 100);
    }

    private static double percent(String word) {
        return Double.parseDouble(word.replace("%", ""));
    }

    /**
     * Where an image belongs.
     *
     * @param sha256 hash of its bytes, 64 hexadecimal digits
     * @return training or validation
     */
    public DatasetSplit of(String sha256) {
        // The last digits: the first ones are the sample's id, by which others may sort or sample.
        long number = Long.parseLong(sha256.substring(sha256.length() - DIGITS), 16);
        return number < validationShare * HASHES ? DatasetSplit.VALIDATION : DatasetSplit.TRAIN;
    }
}
