package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads both forms of a submission: the image as the body, or as a file of a form. Runs on the event loop. */
final class UploadReader {

    /** A body that says no more of itself than that it has bytes. */
    static final String BYTES = "application/octet-stream";

    private static final String FORM = "multipart/form-data";

    private final UploadContext context;
    private final OptionsReader options;

    UploadReader(UploadContext context, OptionsReader options) {
        this.context = context;
        this.options = options;
    }

    /** Must be called before the first bytes of the body. */
    Future<Upload> read(HttpServerRequest request) {
        String type = mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE));
        try {
            requireSize(request.getHeader(HttpHeaders.CONTENT_LENGTH), type.equals(FORM));
            if (type.equals(FORM)) {
                return new FormReader(context, options).read(request);
            }
            requireImage(type);
            UpscaleOptions asked = options.read(request.params());
            return new PayloadReceiver(context, type).receive(request).map(payload -> new Upload(payload, null, asked));
        } catch (RefusedException e) {
            return Future.failedFuture(e);
        }
    }

    private void requireSize(@Nullable String contentLength, boolean form) {
        // A form may bring a map with the image, and adds its own lines; each file is counted as it comes.
        long most = form ? 2 * context.maxUploadBytes() + 64 * 1024 : context.maxUploadBytes();
        if (contentLength != null && contentLength.matches("\\d{1,18}") && Long.parseLong(contentLength) > most) {
            throw new RefusedException(new Refusal.UploadTooLarge(context.maxUploadBytes()));
        }
    }

    /** The upload, unless its map and its options contradict each other. */
    static Upload checked(Upload upload) {
        if (upload.attentionMap() == null) {
            return upload;
        }
        if (upload.options().operation() != Operation.MASKED_DIFFUSION) {
            throw new RefusedException(new Refusal.InvalidRequest("An attention map is of use to the operation "
                    + Operation.MASKED_DIFFUSION + " only; ask for it, or leave the map out."));
        }
        if (upload.options().recipe().getAttention() != null) {
            throw new RefusedException(new Refusal.InvalidRequest(
                    "The form brings an attention map and names an extractor with 'attention'; send one of the two."));
        }
        return upload;
    }

    static void requireImage(String type) {
        if (!type.startsWith("image/") && !type.equals(BYTES)) {
            throw new RefusedException(new Refusal.UnsupportedMediaType(type.isEmpty() ? "missing" : "'" + type + "'"));
        }
    }

    static String mediaType(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
