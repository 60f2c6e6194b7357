package io.acuity.cli.upscale;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for with every image of a batch.
 *
 * @param options by the names of the HTTP contract
 * @param attentionMap a map to send along, or null
 */
record Order(Map<String, String> options, @Nullable Path attentionMap) {
    Order {
        options = Map.copyOf(options);
    }
}
