package io.acuity.gateway.upload;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.PayloadUpload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads both forms of a submission: the image as the body, or as the one file of a form. Runs on the event loop. */
final class UploadReader {

    private static final String BYTES = "application/octet-stream";

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
            requireSize(request.getHeader(HttpHeaders.CONTENT_LENGTH), type.equals("multipart/form-data"));
            if (type.equals("multipart/form-data")) {
                return readForm(request);
            }
            requireImage(type);
            UpscaleOptions asked = options.read(request.params());
            return new PayloadReceiver(context, type).receive(request).map(payload -> new Upload(payload, asked));
        } catch (RefusedException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Upload> readForm(HttpServerRequest request) {
        Promise<PayloadUpload.Stored> file = Promise.promise();
        Promise<UpscaleOptions> asked = Promise.promise();
        request.setExpectMultipart(true);
        request.exceptionHandler(cause -> {
            var broken = new RefusedException(
                    new Refusal.InvalidRequest(
                            "The form is broken or was cut off; send it again as multipart/form-data."),
                    cause);
            file.tryFail(broken);
            asked.tryFail(broken);
        });
        var files = new int[1];
        request.uploadHandler(part -> readPart(part, ++files[0], file));
        request.endHandler(end -> {
            if (files[0] == 0) {
                file.tryFail(
                        new RefusedException(
                                new Refusal.InvalidRequest(
                                        "The form has no file; send the image as a file part, for example with curl -F file=@photo.jpg.")));
            }
            try {
                MultiMap given = MultiMap.caseInsensitiveMultiMap();
                asked.tryComplete(options.read(given.addAll(request.params()).addAll(request.formAttributes())));
            } catch (RefusedException e) {
                asked.tryFail(e);
            }
        });
        return Future.all(file.future(), asked.future())
                .map(both -> new Upload(file.future().result(), asked.future().result()));
    }

    private void readPart(HttpServerFileUpload part, int number, Promise<PayloadUpload.Stored> file) {
        String type = part.contentType() == null ? BYTES : mediaType(part.contentType());
        if (number > 1) {
            part.handler(ignored -> {});
            file.tryFail(new RefusedException(
                    new Refusal.InvalidRequest("The form has more than one file; send one image per request.")));
            return;
        }
        try {
            requireImage(type);
            new PayloadReceiver(context, type)
                    .receive(part)
                    .onSuccess(file::tryComplete)
                    .onFailure(file::tryFail);
        } catch (RefusedException e) {
            part.handler(ignored -> {});
            file.tryFail(e);
        }
    }

    private void requireSize(@Nullable String contentLength, boolean form) {
        // A form adds its own lines to the file; the file itself is counted as it comes.
        long slack = form ? 64 * 1024 : 0;
        if (contentLength != null
                && contentLength.matches("\\d{1,18}")
                && Long.parseLong(contentLength) > context.maxUploadBytes() + slack) {
            throw new RefusedException(new Refusal.UploadTooLarge(context.maxUploadBytes()));
        }
    }

    private static void requireImage(String type) {
        if (!type.startsWith("image/") && !type.equals(BYTES)) {
            throw new RefusedException(new Refusal.UnsupportedMediaType(type.isEmpty() ? "missing" : "'" + type + "'"));
        }
    }

    private static String mediaType(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
