package io.acuity.gateway.download;

import io.acuity.gateway.blocking.BlockingWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.util.concurrent.Callable;

/**
 * Streams a payload chunk by chunk, each read off the event loop and the next one only after the last was taken by the
 * socket. Always one chunk behind: the last is sent after the payload was verified to its end, so a corrupt payload never
 * arrives whole.
 */
public final class PayloadSender {

    private static final int CHUNK = 256 * 1024;

    private final Vertx vertx;
    private final BlockingWork work;
    private final Callable<InputStream> source;

    /**
     * A sender.
     *
     * @param vertx owner of the event loop
     * @param work threads that may block
     * @param source opens the payload, on one of them
     */
    public PayloadSender(Vertx vertx, BlockingWork work, Callable<InputStream> source) {
        this.vertx = vertx;
        this.work = work;
        this.source = source;
    }

    /**
     * Sends the payload as the body. Takes the headers back when nothing was sent yet, so that a problem can still be answered.
     *
     * @param response whose headers are set
     * @return when all was sent, or why not
     */
    public Future<Void> send(HttpServerResponse response) {
        return work.run(vertx, source)
                .compose(in -> read(in).compose(first -> next(in, first, response))
                        .eventually(() -> work.run(vertx, () -> {
                            in.close();
                            return in;
                        })))
                .onFailure(cause -> {
                    if (!response.headWritten()) {
                        response.headers().clear();
                    }
                });
    }

    private Future<Void> next(InputStream in, byte[] chunk, HttpServerResponse response) {
        return read(in).compose(following -> following.length == 0
                ? response.end(Buffer.buffer(chunk))
                : response.write(Buffer.buffer(chunk)).compose(written -> next(in, following, response)));
    }

    // An empty chunk is the verified end.
    private Future<byte[]> read(InputStream in) {
        return work.run(vertx, () -> in.readNBytes(CHUNK));
    }
}
