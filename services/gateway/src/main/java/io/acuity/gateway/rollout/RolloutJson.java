package io.acuity.gateway.rollout;

import io.acuity.events.CheckpointEvent;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutEvidence;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.rollout.RolloutStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Rollouts and checkpoints as the contract's schemas; members without a value are left out. */
final class RolloutJson {

    private RolloutJson() {}

    static JsonObject of(RolloutStatus status) {
        RolloutEvent event = status.event();
        var json = new JsonObject()
                .put("model", event.getModel())
                .put("revision", event.getRevision())
                .put("decision", event.getDecision().name())
                .put("reason", event.getReason());
        put(json, "stable", event.getStable());
        put(json, "candidate", event.getCandidate());
        if (event.getCandidate() != null) {
            json.put("share", event.getShare()).put("automatic", event.getAutomatic());
        }
        put(json, "stableEvidence", evidence(status.stableEvidence()));
        put(json, "candidateEvidence", evidence(status.candidateEvidence()));
        RolloutTrial trial = status.trial();
        if (trial != null) {
            json.put("verdict", trial.getVerdict()).put("watchedMs", trial.getWatchedMs());
        }
        // null, where it means the bundle each worker was started with, stays.
        json.put("earlier", new JsonArray(event.getEarlier()));
        put(json, "commandId", event.getCommandId());
        json.put("at", event.getAt().toString());
        var workers = new JsonArray();
        status.acks().forEach(ack -> workers.add(worker(ack)));
        return json.put("workers", workers);
    }

    static JsonObject of(CheckpointEvent event) {
        var json = new JsonObject()
                .put("id", event.getCheckpointId())
                .put("model", event.getModel())
                .put("scale", event.getScale())
                .put("system", event.getSystem())
                .put("sha256", event.getSha256())
                .put("size", event.getBundle().getSize());
        var metrics = new JsonObject();
        event.getMetrics().forEach(metrics::put);
        json.put("metrics", metrics);
        put(json, "parent", event.getParent());
        put(json, "runId", event.getRunId());
        json.put("step", event.getStep());
        put(json, "codeVersion", event.getCodeVersion());
        return json.put("createdAt", event.getCreatedAt().toString());
    }

    private static JsonObject worker(RolloutAck ack) {
        var json = new JsonObject()
                .put("worker", ack.getWorker())
                .put("state", ack.getState().name())
                .put("revision", ack.getRevision())
                .put("stable", ack.getStable());
        put(json, "candidate", ack.getCandidate());
        if (ack.getFailure() != null) {
            json.put(
                    "failure",
                    new JsonObject()
                            .put("code", ack.getFailure().getCode().name())
                            .put("message", ack.getFailure().getMessage()));
        }
        return json.put("at", ack.getAt().toString());
    }

    private static @Nullable JsonObject evidence(@Nullable RolloutEvidence evidence) {
        if (evidence == null) {
            return null;
        }
        var json = new JsonObject().put("jobs", evidence.getJobs()).put("failures", evidence.getFailures());
        put(json, "medianComputeMsPerMegapixel", evidence.getMedianComputeMsPerMegapixel());
        return json;
    }

    private static void put(JsonObject json, String member, @Nullable Object value) {
        if (value != null) {
            json.put(member, value);
        }
    }
}
