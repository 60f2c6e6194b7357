package io.acuity.cli.rollout;

import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutEvidence;
import io.acuity.events.RolloutTrial;
import io.acuity.streaming.rollout.RolloutStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rollout as a few lines for a person. */
final class RolloutTable {
    private static final String BUNDLE = "(the bundle of each worker)";

    private RolloutTable() {}

    static List<String> of(RolloutStatus status) {
        RolloutEvent event = status.event();
        var lines = new ArrayList<String>();
        lines.add(event.getModel() + ", revision " + event.getRevision());
        boolean trial = event.getCandidate() != null;
        lines.add(row("", "checkpoint", "share", "jobs", "failed", "ms/MP"));
        double share = event.getShare();
        lines.add(row("stable", name(event.getStable()), percent(1 - share), status.stableEvidence()));
        if (trial) {
            lines.add(row("candidate", name(event.getCandidate()), percent(share), status.candidateEvidence()));
        }
        if (!event.getEarlier().isEmpty()) {
            lines.add(row("before", name(event.getEarlier().getFirst()), "", "", "", ""));
        }
        for (RolloutAck ack : status.acks()) {
            lines.add("  worker " + ack.getWorker() + ": " + words(ack, event));
        }
        if (status.acks().isEmpty()) {
            lines.add("  no worker has answered yet");
        }
        RolloutTrial running = status.trial();
        if (running != null) {
            lines.add("  " + running.getVerdict());
        }
        lines.add("  last: " + event.getDecision() + " at " + event.getAt() + ": " + event.getReason());
        return lines;
    }

    private static String words(RolloutAck ack, RolloutEvent event) {
        return switch (ack.getState()) {
            case READY ->
                (ack.getRevision() == event.getRevision() ? "ready" : "ready with revision " + ack.getRevision())
                        + ", serves " + ack.getStable()
                        + (ack.getCandidate() == null ? "" : " and " + ack.getCandidate());
            case REFUSED ->
                "refused revision " + ack.getRevision() + ", serves " + ack.getStable()
                        + (ack.getFailure() == null
                                ? ""
                                : ": " + ack.getFailure().getMessage());
            case UNKNOWN -> "says what only a newer release understands";
        };
    }

    private static String row(String side, String checkpoint, String share, @Nullable RolloutEvidence evidence) {
        if (evidence == null) {
            return row(side, checkpoint, share, "", "", "");
        }
        Double millis = evidence.getMedianComputeMsPerMegapixel();
        return row(
                side,
                checkpoint,
                share,
                Long.toString(evidence.getJobs()),
                Long.toString(evidence.getFailures()),
                millis == null ? "" : String.format(Locale.ROOT, "%.0f", millis));
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "  %-9s  %-36s %6s %8s %7s %7s", (Object[]) cells)
                .stripTrailing();
    }

    private static String name(@Nullable String checkpoint) {
        return checkpoint == null ? BUNDLE : checkpoint;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g", share * 100).replaceFirst("\\.?0+$", "") + " %";
    }
}
