package io.acuity.gateway.upload;

import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.streaming.blob.Payloads;
import io.vertx.core.Vertx;

/**
 * Where uploads go.
 *
 * @param vertx owner of the event loop
 * @param work threads that may block
 * @param payloads memory or store
 * @param maxUploadBytes larger ones are refused
 */
public record UploadContext(Vertx vertx, BlockingWork work, Payloads payloads, long maxUploadBytes) {}
