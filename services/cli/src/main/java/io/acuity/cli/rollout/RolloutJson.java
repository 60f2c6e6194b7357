package io.acuity.cli.rollout;

import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutEvidence;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.rollout.RolloutStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rollout as one JSON object, with the members of the HTTP contract. */
final class RolloutJson {
    private RolloutJson() {}

    static Map<String, Object> of(RolloutStatus status) {
        RolloutEvent event = status.event();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", event.getModel());
        object.put("revision", event.getRevision());
        object.put("decision", event.getDecision().name());
        object.put("reason", event.getReason());
        put(object, "stable", event.getStable());
        put(object, "candidate", event.getCandidate());
        if (event.getCandidate() != null) {
            object.put("share", event.getShare());
            object.put("automatic", event.getAutomatic());
        }
        put(object, "stableEvidence", evidence(status.stableEvidence()));
        put(object, "candidateEvidence", evidence(status.candidateEvidence()));
        RolloutTrial trial = status.trial();
        if (trial != null) {
            object.put("verdict", trial.getVerdict());
            object.put("watchedMs", trial.getWatchedMs());
        }
        object.put("earlier", event.getEarlier());
        put(object, "commandId", event.getCommandId());
        object.put("at", event.getAt().toString());
        object.put("workers", status.acks().stream().map(RolloutJson::worker).toList());
        return object;
    }

    private static Map<String, Object> worker(RolloutAck ack) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("worker", ack.getWorker());
        object.put("state", ack.getState().name());
        object.put("revision", ack.getRevision());
        object.put("stable", ack.getStable());
        put(object, "candidate", ack.getCandidate());
        if (ack.getFailure() != null) {
            object.put(
                    "failure",
                    Map.of(
                            "code",
                            ack.getFailure().getCode().name(),
                            "message",
                            ack.getFailure().getMessage()));
        }
        object.put("at", ack.getAt().toString());
        return object;
    }

    private static @Nullable Map<String, Object> evidence(@Nullable RolloutEvidence evidence) {
        if (evidence == null) {
            return null;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("jobs", evidence.getJobs());
        object.put("failures", evidence.getFailures());
        put(object, "medianComputeMsPerMegapixel", evidence.getMedianComputeMsPerMegapixel());
        return object;
    }

    private static void put(Map<String, Object> object, String member, @Nullable Object value) {
        if (value != null) {
            object.put(member, value);
        }
    }
}
