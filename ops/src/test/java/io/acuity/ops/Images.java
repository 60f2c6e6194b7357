package io.acuity.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What names of images must be like. */
final class Images {
    private static final Pattern VERSION = Pattern.compile("[^:]+:v?\\d+[.]\\d+[\\w.-]*");
    private static final Pattern DEFAULTED = Pattern.compile("\\$\\{\\w+:-([^}]+)}");

    private Images() {}

    /** A tag with a version that does not move: two numbers at least, and no latest. */
    static void assertPinned(String where, String image) {
        Matcher defaulted = DEFAULTED.matcher(image);
        String named = defaulted.matches() ? defaulted.group(1) : image;
        assertThat(named).as("image at %s", where).matches(VERSION).doesNotContain("latest");
    }
}
