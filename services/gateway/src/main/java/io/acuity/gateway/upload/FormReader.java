package io.acuity.gateway.upload;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.PayloadUpload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Reads one form: the image as a file part of any name, an attention map as the file part {@code attentionMap}, options as
 * the other fields. Runs on the event loop.
 */
final class FormReader {

    /** Name of the file part that carries an attention map. */
    static final String MAP_PART = "attentionMap";

    private final UploadContext context;
    private final OptionsReader options;
    private final Promise<PayloadUpload.Stored> image = Promise.promise();
    private final Promise<Optional<PayloadUpload.Stored>> map = Promise.promise();
    private final Promise<UpscaleOptions> asked = Promise.promise();
    private boolean imageCame;
    private boolean mapCame;

    FormReader(UploadContext context, OptionsReader options) {
        this.context = context;
        this.options = options;
    }

    /** Must be called before the first bytes of the body. */
    Future<Upload> read(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.exceptionHandler(cause -> fail(new RefusedException(
                new Refusal.InvalidRequest("The form is broken or was cut off; send it again as multipart/form-data."),
                cause)));
        request.uploadHandler(this::readPart);
        request.endHandler(end -> end(request));
        return Future.all(image.future(), map.future(), asked.future())
                .map(all -> UploadReader.checked(new Upload(
                        image.future().result(),
                        map.future().result().orElse(null),
                        asked.future().result())));
    }

    private void end(HttpServerRequest request) {
        if (!imageCame) {
            image.tryFail(invalid(
                    "The form has no file; send the image as a file part, for example with curl -F file=@photo.jpg."));
        }
        if (!mapCame) {
            map.tryComplete(Optional.empty());
        }
        try {
            MultiMap given = MultiMap.caseInsensitiveMultiMap();
            asked.tryComplete(options.read(given.addAll(request.params()).addAll(request.formAttributes())));
        } catch (RefusedException e) {
            asked.tryFail(e);
        }
    }

    private void readPart(HttpServerFileUpload part) {
        boolean isMap = MAP_PART.equals(part.name());
        boolean again = isMap ? mapCame : imageCame;
        imageCame |= !isMap;
        mapCame |= isMap;
        String type = UploadReader.mediaType(part.contentType() == null ? UploadReader.BYTES : part.contentType());
        try {
            if (again) {
                throw invalid("The form has more than one " + (isMap ? MAP_PART : "file")
                        + "; send one image per request, and at most one map with it.");
            }
            UploadReader.requireImage(type);
            Future<PayloadUpload.Stored> stored = new PayloadReceiver(context, type).receive(part);
            if (isMap) {
                stored.map(Optional::of).onSuccess(map::tryComplete).onFailure(map::tryFail);
            } else {
                stored.onSuccess(image::tryComplete).onFailure(image::tryFail);
            }
        } catch (RefusedException e) {
            part.handler(ignored -> {});
            fail(e);
        }
    }

    private void fail(RefusedException cause) {
        image.tryFail(cause);
        map.tryFail(cause);
        asked.tryFail(cause);
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
