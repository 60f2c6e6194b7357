package io.acuity.gateway.upload;

import io.acuity.gateway.admission.Uploads;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.PayloadUpload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one body and puts it where it belongs: small ones into memory, larger ones chunk by chunk into the store. Owned by
 * the event loop; while a chunk is being written elsewhere the body is paused, so a slow store slows the sender down instead
 * of filling the heap. At most about one chunk per upload is in memory.
 */
final class PayloadReceiver {

    private static final Logger LOGGER = LoggerFactory.getLogger(PayloadReceiver.class);
    private static final int CHUNK = 256 * 1024;

    private final UploadContext context;
    private final Uploads.Place place;
    private final PayloadUpload upload;
    private final Promise<PayloadUpload.Stored> arrived = Promise.promise();
    private Buffer pending = Buffer.buffer();
    private long received;
    private long receivedAtLastLook;
    private boolean storing;

    PayloadReceiver(UploadContext context, String mediaType, Uploads.Place place) {
        this.context = context;
        this.place = place;
        this.upload = context.payloads().upload(mediaType);
    }

    /**
     * Reads the body to its end; must be called before its first bytes.
     *
     * @return the payload, or why it was refused; what was stored of a refused one is discarded
     */
    Future<PayloadUpload.Stored> receive(ReadStream<Buffer> body) {
        body.exceptionHandler(this::fail);
        body.endHandler(end -> end());
        body.handler(bytes -> take(body, bytes));
        long looks = context.vertx().setPeriodic(context.patience().toMillis(), look -> requirePace());
        return arrived.future().onComplete(done -> context.vertx().cancelTimer(looks));
    }

    // Who drips holds a connection, and a place in memory or store, for as long as he likes. A slow store is not his
    // fault.
    private void requirePace() {
        if (!storing && received - receivedAtLastLook < CHUNK) {
            fail(new RefusedException(new Refusal.UploadTooSlow(CHUNK, context.patience())));
        }
        receivedAtLastLook = received;
    }

    private void take(ReadStream<Buffer> body, Buffer bytes) {
        if (arrived.future().isComplete()) {
            return; // Refused already; the rest is read so that the caller gets to hear it, and thrown away.
        }
        received += bytes.length();
        if (received > context.maxUploadBytes()) {
            fail(new RefusedException(new Refusal.UploadTooLarge(context.maxUploadBytes())));
            return;
        }
        try {
            place.receive(bytes.length());
        } catch (RefusedException e) {
            fail(e);
            return;
        }
        pending.appendBuffer(bytes);
        if (pending.length() >= CHUNK) {
            body.pause();
            write(body);
        }
    }

    private void write(ReadStream<Buffer> body) {
        byte[] chunk = pending.getBytes();
        pending = Buffer.buffer();
        storing = true;
        context.work()
                .run(context.vertx(), () -> {
                    upload.write(chunk, 0, chunk.length);
                    return chunk.length;
                })
                .onFailure(this::fail)
                .onComplete(written -> {
                    storing = false;
                    body.resume();
                });
    }

    private void end() {
        if (arrived.future().isComplete()) {
            return;
        }
        if (received == 0) {
            fail(new RefusedException(
                    new Refusal.InvalidRequest("The upload is empty; send the bytes of an image as the body.")));
            return;
        }
        byte[] rest = pending.getBytes();
        pending = Buffer.buffer();
        storing = true; // to the end
        context.work()
                .run(context.vertx(), () -> {
                    upload.write(rest, 0, rest.length);
                    return upload.finish();
                })
                .onSuccess(arrived::tryComplete)
                .onFailure(this::fail);
    }

    private void fail(Throwable cause) {
        pending = Buffer.buffer();
        if (arrived.tryFail(cause)) {
            context.work()
                    .run(context.vertx(), () -> {
                        upload.close();
                        return upload;
                    })
                    .onFailure(e -> LOGGER.atWarn().setCause(e).log("A refused upload was not discarded"));
        }
    }
}
