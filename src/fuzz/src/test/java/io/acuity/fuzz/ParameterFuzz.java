package io.acuity.fuzz;

import io.acuity.gateway.dataset.SampleParameters;
import io.acuity.gateway.jobs.CursorParameters;
import io.acuity.gateway.metrics.MetricsParameters;
import io.acuity.gateway.problem.Refusals;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.rollout.CommandParameters;
import io.acuity.gateway.upload.UploadParameters;
import io.acuity.gateway.video.ClipParameters;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What callers say to the gateway beside images: the first byte chooses who reads it. Queries and forms come as
 * {@code name=value&…}, taken literally, so that any text may stand where HTTP would let it through.
 */
public final class ParameterFuzz {
    private static final long MEMORY = 64L << 20;
    private static final int PER_BYTE = 4_000;

    private ParameterFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> {
            try {
                read(input[0] & 0xFF, rest);
            } catch (RefusedException e) {
                Refusals.require(e);
            }
        });
    }

    private static void read(int reader, byte[] rest) {
        String text = new String(rest, StandardCharsets.UTF_8);
        switch (reader % 9) {
            case 0 -> UploadParameters.options(options(text), true);
            case 1 -> UploadParameters.options(options(text), false);
            case 2 -> UploadParameters.reference(rest);
            case 3 -> ClipParameters.options(options(text));
            case 4 -> ClipParameters.range(text);
            case 5 -> MetricsParameters.query(options(text));
            case 6 -> CursorParameters.cursor(text);
            case 7 -> CommandParameters.body(rest);
            default -> SampleParameters.options(options(text));
        }
    }

    private static MultiMap options(String text) {
        MultiMap options = MultiMap.caseInsensitiveMultiMap();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                options.add(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return options;
    }
}
