package io.acuity.cli.video;

import io.acuity.events.ChangeOptions;
import io.acuity.events.Recipe;
import io.acuity.pipeline.ClipOrder;
import io.acuity.video.encode.ClipContainer;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.VideoCodec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of a clip, as {@code POST /v1/videos} takes it. */
final class ServedOptions {
    private ServedOptions() {}

    /** Sorted by name, so that the same options are the same text. */
    static Map<String, String> of(ClipOrder order) {
        Map<String, String> options = new TreeMap<>();
        Recipe recipe = order.recipe();
        put(options, "model", recipe.getModel());
        put(options, "scale", recipe.getScale());
        put(options, "steps", recipe.getSteps());
        put(options, "seed", recipe.getSeed());
        ChangeOptions changes = order.changes();
        put(options, "changes", changes.getEnabled());
        put(options, "threshold", changes.getThreshold());
        put(options, "refresh", changes.getRefresh());
        ClipOutput output = order.output();
        EncodeSettings settings = output.settings();
        VideoCodec codec = settings.codec();
        put(options, "codec", codec == null ? null : codec.encoder());
        put(options, "quality", settings.quality());
        put(options, "pixelFormat", settings.pixelFormat());
        put(options, "container", ClipContainer.of(output.target()).extension());
        put(options, "missing", order.missing().name().toLowerCase(Locale.ROOT));
        put(options, "fileName", output.source().getFileName());
        output.frameLimit().ifPresent(limit -> put(options, "limitFrames", limit));
        return options;
    }

    private static void put(Map<String, String> options, String name, @Nullable Object value) {
        if (value != null) {
            options.put(name, value.toString());
        }
    }
}
