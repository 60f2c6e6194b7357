package io.acuity.gateway.upload;

import io.acuity.streaming.blob.PayloadUpload;
import org.jspecify.annotations.Nullable;

/**
 * What arrived whole.
 *
 * @param image the image
 * @param second the second image of a form, or null
 * @param fileName what the file of a form is called, or null
 * @param options what was said beside it
 * @param <O> the options
 */
public record ReceivedBody<O>(
        PayloadUpload.Stored image,
        PayloadUpload.@Nullable Stored second,
        @Nullable String fileName,
        O options) {}
