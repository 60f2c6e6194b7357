package io.acuity.gateway.upload;

import io.acuity.events.Recipe;
import io.acuity.streaming.blob.PayloadUpload;
import org.jspecify.annotations.Nullable;

/**
 * A submission that arrived whole.
 *
 * @param payload the image
 * @param attentionMap a map that came with it, or null
 * @param options what to do with it
 */
record Upload(PayloadUpload.Stored payload, PayloadUpload.@Nullable Stored attentionMap, UpscaleOptions options) {
    /** The recipe with the map in it. */
    Recipe recipe() {
        return attentionMap == null
                ? options.recipe()
                : Recipe.newBuilder(options.recipe())
                        .setAttentionMap(attentionMap.payload())
                        .build();
    }
}
