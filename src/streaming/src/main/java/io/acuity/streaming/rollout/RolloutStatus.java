package io.acuity.streaming.rollout;

import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutEvidence;
import io.acuity.events.RolloutTrial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one model's rollout at a moment.
 *
 * @param event the newest decision
 * @param trial how the running trial goes; null when there is none, or nothing was told of it yet
 * @param acks the newest acknowledgement of each worker, by name
 */
public record RolloutStatus(RolloutEvent event, @Nullable RolloutTrial trial, List<RolloutAck> acks) {

    /** Copies the list, and leaves out what was told of another trial. */
    public RolloutStatus {
        acks = List.copyOf(acks);
        trial = trial != null && trial.getCandidate().equals(event.getCandidate()) ? trial : null;
    }

    /**
     * What was seen of stable.
     *
     * @return during a trial the newest figures, afterwards the last; null where none were told
     */
    public @Nullable RolloutEvidence stableEvidence() {
        return trial == null ? event.getStableEvidence() : trial.getStableEvidence();
    }

    /**
     * What was seen of the candidate.
     *
     * @return during a trial the newest figures, afterwards the last; null where none were told
     */
    public @Nullable RolloutEvidence candidateEvidence() {
        return trial == null ? event.getCandidateEvidence() : trial.getCandidateEvidence();
    }

    /**
     * Whether anything was ever rolled out. A command about a model nobody knows leaves its refusal behind, nothing else.
     *
     * @return false when there is only such a refusal
     */
    public boolean isRollout() {
        return event.getDecision() != RolloutDecision.REFUSED
                || event.getStable() != null
                || event.getCandidate() != null
                || !event.getEarlier().isEmpty();
    }
}
