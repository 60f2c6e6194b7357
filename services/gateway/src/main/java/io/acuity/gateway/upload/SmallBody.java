package io.acuity.gateway.upload;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.problem.UnreadBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Bodies that are read whole before anything is done with them. */
public final class SmallBody {

    /** Longest body in bytes. */
    public static final int LONGEST = 16 * 1024;

    private SmallBody() {}

    /**
     * Reads a body. What is too much is read to its end, so that the caller hears why, but not kept.
     *
     * @param request whose body was not read yet
     * @return its bytes; fails with {@link Refusal.UploadTooLarge} beyond {@value #LONGEST}
     */
    public static Future<Buffer> read(HttpServerRequest request) {
        Promise<Buffer> read = Promise.promise();
        var body = Buffer.buffer();
        UnreadBody.accept(request);
        request.exceptionHandler(read::tryFail);
        request.handler(chunk -> {
            if (body.length() <= LONGEST) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (body.length() > LONGEST) {
                read.tryFail(new RefusedException(new Refusal.UploadTooLarge(LONGEST)));
            } else {
                read.tryComplete(body);
            }
        });
        return read.future();
    }
}
