package io.acuity.tracker.rollout;

import io.acuity.events.RolloutCommand;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers commands: pure functions of the state and the published checkpoints. Each command is decided once. */
final class CommandDesk {

    private CommandDesk() {}

    /** Whether a command names a checkpoint that was not published, or whose event is still on its way. */
    static boolean lacksCheckpoint(RolloutCommand command, Checkpoints known) {
        String checkpoint = command.getCheckpoint();
        return checkpoint != null && known.find(checkpoint) == null;
    }

    /**
     * Decides a command.
     *
     * @param rollout of the command's model
     * @param command what is asked
     * @param known the published checkpoints
     * @param at now
     * @return the next state and the answer; no answer to a command that was answered before
     */
    static Change decide(ModelRollout rollout, RolloutCommand command, Checkpoints known, Instant at) {
        if (rollout.answered().contains(command.getCommandId())) {
            return Change.silent(rollout);
        }
        var asked = new Asked(rollout.having(command.getCommandId()), command, known, at);
        return switch (command.getAction()) {
            case START -> start(asked);
            case PROMOTE -> promote(asked);
            case ROLLBACK -> rollBack(asked);
            case UNKNOWN ->
                asked.refused(
                        "This tracker does not know what is asked for; update it, or ask for START, PROMOTE or ROLLBACK.");
        };
    }

    private static Change start(Asked asked) {
        RolloutCommand command = asked.command();
        return switch (asked.rollout().standing()) {
            case Standing.OnTrial(Trial trial) ->
                asked.refused("The candidate " + trial.candidate()
                        + " is on trial already; promote it or roll it back first.");
            case Standing.Settled() -> {
                String objection = objectionToStart(asked);
                yield objection == null
                        ? asked.rollout()
                                .started(
                                        Objects.requireNonNull(command.getCheckpoint()),
                                        command.getShare(),
                                        command.getAutomatic(),
                                        asked.because("Candidate " + command.getCheckpoint() + " serves "
                                                + Judge.percent(command.getShare()) + " of the jobs on trial"))
                        : asked.refused(objection);
            }
        };
    }

    private static @Nullable String objectionToStart(Asked asked) {
        RolloutCommand command = asked.command();
        String checkpoint = command.getCheckpoint();
        if (checkpoint == null) {
            return "No checkpoint was named; name the one to try, such as those 'acuity checkpoint list' shows.";
        }
        if (!(command.getShare() > 0 && command.getShare() <= 1)) {
            return String.format(
                    Locale.ROOT,
                    "The share %s is not possible; it must be above 0 to 1, such as 0.1.",
                    command.getShare());
        }
        return objectionTo(checkpoint, asked);
    }

    private static @Nullable String objectionTo(String checkpoint, Asked asked) {
        ModelRollout rollout = asked.rollout();
        KnownCheckpoint found = asked.known().find(checkpoint);
        if (found == null) {
            return "There is no checkpoint " + checkpoint
                    + "; publish it first, or choose one of 'acuity checkpoint list'.";
        }
        if (!found.model().equals(rollout.model())) {
            return "The checkpoint " + checkpoint + " is of model " + found.model() + ", not of " + rollout.model()
                    + "; choose one of this model.";
        }
        if (checkpoint.equals(rollout.stable())) {
            return "The checkpoint " + checkpoint + " is stable already; there is nothing to do.";
        }
        KnownCheckpoint stable = rollout.stable() == null ? null : asked.known().find(rollout.stable());
        return stable == null || found.isKindOf(stable)
                ? null
                : "The checkpoint " + checkpoint + " is " + found.kind() + ", but stable " + rollout.stable() + " is "
                        + stable.kind() + "; give another kind of network another model name.";
    }

    private static Change promote(Asked asked) {
        String named = asked.command().getCheckpoint();
        ModelRollout rollout = asked.rollout();
        return switch (rollout.standing()) {
            case Standing.OnTrial(Trial trial) -> {
                if (named != null && !named.equals(trial.candidate())) {
                    String objection = objectionTo(named, asked);
                    yield asked.refused(
                            objection != null
                                    ? objection
                                    : "The candidate " + trial.candidate() + " is on trial; roll it back before "
                                            + named + " is promoted.");
                }
                yield rollout.promoted(
                        trial.candidate(),
                        Watch.isReadySomewhere(rollout, trial),
                        asked.because(trial.candidate() + " was promoted by command: " + Judge.figures(trial)));
            }
            case Standing.Settled() -> {
                String objection = named == null
                        ? "No candidate of " + rollout.model() + " is on trial; name the checkpoint to promote."
                        : objectionTo(named, asked);
                yield objection == null
                        ? rollout.promoted(
                                Objects.requireNonNull(named),
                                false,
                                asked.because(named + " was promoted by command, without a trial"))
                        : asked.refused(objection);
            }
        };
    }

    private static Change rollBack(Asked asked) {
        ModelRollout rollout = asked.rollout();
        return switch (rollout.standing()) {
            case Standing.OnTrial(Trial trial) ->
                rollout.takenBack(
                        asked.because(trial.candidate() + " was rolled back by command: " + Judge.figures(trial)));
            case Standing.Settled() ->
                rollout.earlier().isEmpty()
                        ? asked.refused(
                                "No candidate of " + rollout.model()
                                        + " is on trial and there was no stable checkpoint before; there is nothing to roll back.")
                        : rollout.returned(asked.because("Stable went back from " + rollout.stable() + " to "
                                + name(rollout.earlier().getFirst()) + " by command"));
        };
    }

    static String name(@Nullable String checkpoint) {
        return checkpoint == null ? "the bundle of each worker" : checkpoint;
    }

    private record Asked(ModelRollout rollout, RolloutCommand command, Checkpoints known, Instant at) {

        Change refused(String sentence) {
            return rollout.refused(new Why(sentence, command.getCommandId(), at));
        }

        /** What was decided, and what the asker gave as reason. */
        Why because(String clause) {
            String given = command.getReason();
            String reason = given == null || given.isBlank() ? clause + "." : clause + " (" + given.strip() + ").";
            return new Why(reason, command.getCommandId(), at);
        }
    }
}
