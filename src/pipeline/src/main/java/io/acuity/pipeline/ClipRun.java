package io.acuity.pipeline;

import io.acuity.streaming.blob.BlobStore;

/** What publisher and assembler of one run share. */
record ClipRun(ClipOrder order, WorkFolder folder, Attempt attempt, RequestLog.Requests earlier, BlobStore store) {}
