package io.acuity.gateway.upload;

import io.acuity.gateway.admission.Uploads;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.PayloadUpload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one form: the image as a file part of any name, a second image as the file part of a given name, options as the
 * other fields. Runs on the event loop.
 */
final class FormReader<O> {

    private final UploadContext context;
    private final BodyKind kind;
    private final String secondPart;
    private final Function<MultiMap, O> options;
    private final Promise<PayloadUpload.Stored> image = Promise.promise();
    private final Promise<Optional<PayloadUpload.Stored>> second = Promise.promise();
    private final Promise<O> asked = Promise.promise();
    private @Nullable String fileName;
    private boolean imageCame;
    private boolean secondCame;

    FormReader(UploadContext context, BodyKind kind, String secondPart, Function<MultiMap, O> options) {
        this.context = context;
        this.kind = kind;
        this.secondPart = secondPart;
        this.options = options;
    }

    /** Must be called before the first bytes of the body. */
    Future<ReceivedBody<O>> read(HttpServerRequest request, Uploads.Place place) {
        request.setExpectMultipart(true);
        request.exceptionHandler(cause -> fail(new RefusedException(
                new Refusal.InvalidRequest("The form is broken or was cut off; send it again as multipart/form-data."),
                cause)));
        request.uploadHandler(part -> readPart(part, place));
        request.endHandler(end -> end(request));
        return Future.all(image.future(), second.future(), asked.future())
                .map(all -> new ReceivedBody<>(
                        image.future().result(),
                        second.future().result().orElse(null),
                        fileName,
                        asked.future().result()));
    }

    private void end(HttpServerRequest request) {
        if (!imageCame) {
            image.tryFail(invalid(
                    "The form has no file; send the image as a file part, for example with curl -F file=@photo.jpg."));
        }
        if (!secondCame) {
            second.tryComplete(Optional.empty());
        }
        try {
            MultiMap given = MultiMap.caseInsensitiveMultiMap();
            asked.tryComplete(options.apply(given.addAll(request.params()).addAll(request.formAttributes())));
        } catch (RefusedException e) {
            asked.tryFail(e);
        }
    }

    private void readPart(HttpServerFileUpload part, Uploads.Place place) {
        boolean isSecond = secondPart.equals(part.name());
        boolean again = isSecond ? secondCame : imageCame;
        imageCame |= !isSecond;
        secondCame |= isSecond;
        String type = BodyReader.mediaType(part.contentType() == null ? BodyReader.BYTES : part.contentType());
        try {
            if (again) {
                throw invalid("The form has more than one " + (isSecond ? secondPart : "file")
                        + "; send one image per request, and at most one " + secondPart + " with it.");
            }
            kind.require(type);
            Future<PayloadUpload.Stored> stored = new PayloadReceiver(context, type, place).receive(part);
            if (isSecond) {
                stored.map(Optional::of).onSuccess(second::tryComplete).onFailure(second::tryFail);
            } else {
                fileName = part.filename();
                stored.onSuccess(image::tryComplete).onFailure(image::tryFail);
            }
        } catch (RefusedException e) {
            part.handler(ignored -> {});
            fail(e);
        }
    }

    private void fail(RefusedException cause) {
        image.tryFail(cause);
        second.tryFail(cause);
        asked.tryFail(cause);
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
