package io.acuity.gateway.problem;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A body of which nothing was read. */
public final class UnreadBody {

    private static final Logger LOGGER = LoggerFactory.getLogger(UnreadBody.class);
    private static final long SHORT = 64 * 1024;
    /** Many senders read no answer before they have sent everything. */
    private static final long MOST = 8 << 20;

    private static final long LINGER_MILLIS = 5_000;

    private UnreadBody() {}

    /**
     * The length that its sender gave.
     *
     * @param request whose body it is
     * @return bytes; -1 when none was given
     */
    public static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    /**
     * It will be read. A sender that asks before it sends ({@code Expect: 100-continue}) is told to go on only now, so that what is
     * refused is never sent.
     *
     * @param request whose body it is
     */
    public static void accept(HttpServerRequest request) {
        if (isAskedFor(request)) {
            // A sender that has gone is noticed by whoever reads the body.
            var unused = request.response().writeContinue();
        }
    }

    /**
     * It will not be read, because its request is refused. A short one is thrown away, and the connection goes on. A long one is not
     * worth its way here: the sender is told that the connection ends with the answer, and has a moment to read it.
     *
     * @param vertx owner of the event loop; called on it
     * @param request whose body it is, before it is answered
     */
    public static void refuse(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.exceptionHandler(gone -> LOGGER.atDebug().log("A refused sender hung up"));
        long announced = announced(request);
        if (announced >= 0 && announced <= SHORT && !isAskedFor(request)) {
            request.handler(bytes -> {});
        } else {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
            var thrownAway = new long[1];
            request.handler(bytes -> {
                thrownAway[0] += bytes.length();
                if (thrownAway[0] > MOST) {
                    request.pause();
                }
            });
            vertx.setTimer(LINGER_MILLIS, over -> request.connection().close());
        }
        request.resume();
    }

    /**
     * Whether its sender waits for leave to send it.
     *
     * @param request whose body it is
     * @return true for {@code Expect: 100-continue}
     */
    public static boolean isAskedFor(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }
}
