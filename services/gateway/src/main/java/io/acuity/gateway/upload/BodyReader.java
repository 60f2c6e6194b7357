package io.acuity.gateway.upload;

import io.acuity.gateway.admission.Uploads;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.problem.UnreadBody;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an image that comes as the body, with options in the query, or as a file of a form, with options as its other fields
 * and perhaps a second image beside it. Runs on the event loop.
 *
 * @param <O> the options
 */
public final class BodyReader<O> {

    private static final Logger LOGGER = LoggerFactory.getLogger(BodyReader.class);

    /** A body that says no more of itself than that it has bytes. */
    static final String BYTES = "application/octet-stream";

    private static final String FORM = "multipart/form-data";

    private final UploadContext context;
    private final String secondPart;
    private final Function<MultiMap, O> options;
    private final BodyKind kind;

    /**
     * A reader of one operation's bodies.
     *
     * @param context where images go
     * @param secondPart name of the file part that carries the second image of a form
     * @param options reads query or form fields; throws {@link RefusedException} for what does not fit
     */
    public BodyReader(UploadContext context, String secondPart, Function<MultiMap, O> options) {
        this(context, BodyKind.IMAGE, secondPart, options);
    }

    /**
     * The same for another kind of file.
     *
     * @param context where files go
     * @param kind what they are
     * @param secondPart name of the file part that carries the second file of a form
     * @param options reads query or form fields; throws {@link RefusedException} for what does not fit
     */
    public BodyReader(UploadContext context, BodyKind kind, String secondPart, Function<MultiMap, O> options) {
        this.kind = kind;
        this.context = context;
        this.secondPart = secondPart;
        this.options = options;
    }

    /**
     * Reads a body; must be called before its first bytes.
     *
     * @param request the request
     * @return what came, or why it was refused; the rest of a refused body is dealt with
     */
    public Future<ReceivedBody<O>> read(HttpServerRequest request) {
        String type = mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE));
        try {
            long announced = UnreadBody.announced(request);
            requireSize(announced, type.equals(FORM));
            if (type.equals(FORM)) {
                return received(
                        request,
                        announced,
                        place -> new FormReader<>(context, kind, secondPart, options).read(request, place));
            }
            kind.require(type);
            O asked = options.apply(request.params());
            return received(
                    request,
                    announced,
                    place -> new PayloadReceiver(context, type, place)
                            .receive(request)
                            .map(payload -> new ReceivedBody<>(payload, null, null, asked)));
        } catch (RefusedException e) {
            if (UnreadBody.isAskedFor(request)) {
                UnreadBody.refuse(context.vertx(), request);
            } else {
                drain(request);
            }
            return Future.failedFuture(e);
        }
    }

    private Future<ReceivedBody<O>> received(
            HttpServerRequest request, long announced, Function<Uploads.Place, Future<ReceivedBody<O>>> reading) {
        Uploads.Place place = context.uploads().enter(Math.max(0, announced));
        UnreadBody.accept(request);
        return reading.apply(place).onFailure(cause -> drain(request)).onComplete(end -> place.leave());
    }

    // What is left is read and thrown away, within reason: many clients read no answer before they have sent
    // everything.
    private void drain(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        var thrownAway = new long[1];
        request.handler(bytes -> {
            thrownAway[0] += bytes.length();
            if (thrownAway[0] > context.maxUploadBytes()) {
                request.connection().close();
            }
        });
        request.exceptionHandler(gone -> LOGGER.atDebug().log("A refused sender hung up"));
        request.resume();
    }

    private void requireSize(long announced, boolean form) {
        // A form may bring a second image, and adds its own lines; each file is counted as it comes.
        long most = form ? 2 * context.maxUploadBytes() + 64 * 1024 : context.maxUploadBytes();
        if (announced > most) {
            throw new RefusedException(new Refusal.UploadTooLarge(context.maxUploadBytes()));
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
