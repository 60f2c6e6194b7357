package io.acuity.gateway.video;

import io.acuity.gateway.upload.Offer;
import io.vertx.core.MultiMap;

/** The readers of what comes with a clip or a wish for a part of one, for the fuzzer. */
public final class ClipParameters {
    private static final long SIZE = 1_000;

    private ClipParameters() {}

    /** Options in a query or form. */
    public static void options(MultiMap given) {
        VideoOptions options = VideoOptions.read(given, Offer.unchecked("m"));
        requireName(options.fileName());
        requireName(options.named(given.get("fileName")).fileName());
        if (!options.encoding().getContainer().matches("mp4|mov|mkv|webm")) {
            throw new AssertionError("A container of another kind: " + options.encoding());
        }
    }

    private static void requireName(@org.jspecify.annotations.Nullable String name) {
        if (name != null && (name.isEmpty() || name.length() > 200 || name.matches("(?s).*[/\\\\\\p{Cntrl}].*"))) {
            throw new AssertionError("A file's name with a path or more in it: " + name);
        }
    }

    /** The header {@code Range}. */
    public static void range(String header) {
        ByteRange.of(header, SIZE).ifPresent(range -> {
            if (range.first() < 0 || range.length() < 0 || range.first() + range.length() > SIZE) {
                throw new AssertionError("A part that is not inside: " + range);
            }
        });
    }
}
