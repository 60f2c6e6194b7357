package io.acuity.gateway.dataset;

import io.vertx.core.MultiMap;

/** The reader of what comes with a sample, for the fuzzer. */
public final class SampleParameters {
    private SampleParameters() {}

    /** Options in a query or form. */
    public static void options(MultiMap given) {
        SampleOptions options = SampleOptions.read(given);
        double share = options.split().validationShare();
        if (!(share >= 0 && share <= 1)) {
            throw new AssertionError("An impossible share: " + options);
        }
    }
}
