package io.acuity.gateway.upload;

import io.acuity.gateway.admission.Uploads;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.streaming.blob.Payloads;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Where uploads go.
 *
 * @param vertx owner of the event loop
 * @param work threads that may block
 * @param payloads memory or store
 * @param maxUploadBytes larger ones are refused
 * @param patience within which every 256 KiB of one must come
 * @param uploads what is being received, whatever the operation
 */
public record UploadContext(
        Vertx vertx, BlockingWork work, Payloads payloads, long maxUploadBytes, Duration patience, Uploads uploads) {}
