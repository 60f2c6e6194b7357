package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads submissions: an image, perhaps with an attention map, or the reference of one in the store, and options. Runs on the event loop. */
final class UploadReader {

    /** Name of the file part that carries an attention map. */
    private static final String MAP_PART = "attentionMap";

    private final BodyReader<UpscaleOptions> bodies;
    private final ReferenceReader references;

    UploadReader(UploadContext context, OptionsReader options) {
        this.bodies = new BodyReader<>(context, MAP_PART, options::read);
        this.references = new ReferenceReader(options::read);
    }

    /** Must be called before the first bytes of the body. */
    Future<Upload> read(HttpServerRequest request) {
        String type = BodyReader.mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (type.equals(ReferenceReader.JSON)) {
            return references.read(request);
        }
        return bodies.read(request).map(body -> checked(new Upload(body.image(), body.second(), body.options())));
    }

    /** The upload, unless its map and its options contradict each other. */
    private static Upload checked(Upload upload) {
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
}
