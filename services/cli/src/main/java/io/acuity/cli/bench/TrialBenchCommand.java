package io.acuity.cli.bench;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.events.RolloutDecision;
import io.acuity.events.RolloutEvent;
import io.acuity.networks.MaskedModels;
import io.acuity.networks.WholeImageModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts bad candidates on trial in the whole house and measures until they have taken themselves back. */
@Command(
        name = "trial",
        description = {
            "Puts candidates on trial under small jobs through gateway, broker, tracker and worker. The network of a",
            "candidate fails on a share of its jobs once it serves (--errors); the tracker has to take it back by itself.",
            "Ends with status 1 if a job failed or a result was of the wrong checkpoint; with errors, if a trial took",
            "longer than 60 s; without (--errors 0), if a candidate was taken back."
        })
public final class TrialBenchCommand implements Callable<Integer> {
    private static final double LIMIT_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int WARM_UPS = 6;
    private static final Duration EVENTS_LAG = Duration.ofMillis(500);
    /** A larger picture may be cut into tiles, each of which would be hit or not by itself. */
    private static final int LARGEST_SIDE = 64;

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--share", description = "Share of the jobs for the candidate (default: ${DEFAULT-VALUE}).")
    private double share = 0.1;

    @Option(names = "--errors", description = "Share of the candidate's jobs that fail (default: ${DEFAULT-VALUE}).")
    private double errors = 0.1;

    @Option(names = "--rate", description = "Jobs per second (default: ${DEFAULT-VALUE}).")
    private double rate = 20;

    @Option(names = "--side", description = "Side of the LR image, 64 at most (default: ${DEFAULT-VALUE}).")
    private int side = 16;

    @Option(names = "--rounds", description = "Trials, one after the other (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--seed", description = "Chooses candidates and faults (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public TrialBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        requirePossible();
        ModelBundle own = checkedModel();
        String name = own.description().name();
        CandidateFaults faults = new CandidateFaults(errors, seed);
        List<TrialRound> done = new ArrayList<>();
        try (BenchHouse house = BenchHouse.start(model, faults);
                RolloutDriver publisher = house.driver(name);
                TrialConduct conduct = new TrialConduct(house.kafka(), name, console);
                TrialLoad load = new TrialLoad(house.kafka(), house.url(), name, side)) {
            Stage stage = new Stage(own, publisher, conduct, load, faults);
            load.start(rate);
            for (int round = 1; round <= rounds; round++) {
                TrialRound ended = stage.play(round);
                done.add(ended);
                console.note(ended.sentence());
            }
        }
        Report report = Report.of(this, name, done);
        say(report);
        return report.sound ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    private void requirePossible() {
        boolean shares = share > 0 && share <= 1 && errors >= 0 && errors <= 1;
        if (!shares || rate <= 0 || rounds < 1 || side < 1 || side > LARGEST_SIDE) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Give a share above 0 to 1, errors from 0 to 1, a rate above 0, at least one round and a side of 1 to "
                            + LARGEST_SIDE + ".");
        }
    }

    private ModelBundle checkedModel() {
        String name = model.checked().name();
        ModelBundle own = BundleCatalog.find(model.models().get(0));
        if (WholeImageModels.describes(own)
                || MaskedModels.SYSTEM.equals(own.description().system())) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "Faults can be put into models on a plain residual-shift chain only, not into " + name
                            + "; leave --model out.");
        }
        return own;
    }

    /** Until the house keeps up: a cold program on a busy machine has a backlog at first, which is waited off. */
    private void warmUp(TrialLoad load) {
        for (int i = 0; i < WARM_UPS; i++) {
            TrialLoad.Phase phase = load.enter();
            pause(WARM_UP);
            if (phase.unfinished() <= 2 * rate) {
                return;
            }
            load.drain();
        }
        console.note("This machine does not keep up with " + rate + " jobs a second; the trial begins all the same.");
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /** All that takes part in a round. */
    private final class Stage {
        private final ModelBundle own;
        private final RolloutDriver publisher;
        private final TrialConduct conduct;
        private final TrialLoad load;
        private final CandidateFaults faults;

        Stage(ModelBundle own, RolloutDriver publisher, TrialConduct conduct, TrialLoad load, CandidateFaults faults) {
            this.own = own;
            this.publisher = publisher;
            this.conduct = conduct;
            this.load = load;
            this.faults = faults;
        }

        /** One trial, at the end of which the worker's own bundle serves again. */
        TrialRound play(int round) {
            warmUp(load);
            String candidate = publisher.publish(PerturbedBundles.of(own, seed * 1_000 + round));
            TrialLoad.Phase during = load.enter();
            TrialConduct.Running trial = conduct.start(candidate, share);
            conduct.awaitWorker(trial.started());
            faults.begin(candidate);
            RolloutEvent ended = conduct.await(trial, round, PATIENCE);
            if (ended == null) {
                conduct.takeBack();
            } else {
                conduct.awaitWorker(ended);
            }
            TrialLoad.Phase after = load.enter();
            pause(AFTERWARDS);
            load.enter();
            during.await();
            after.await();
            // Job events travel on another topic than results.
            pause(EVENTS_LAG);
            TrialRound seen = seen(round, trial, ended, during, after);
            if (ended != null && ended.getDecision() == RolloutDecision.PROMOTED) {
                conduct.takeBack();
            }
            return seen;
        }

        private TrialRound seen(
                int round,
                TrialConduct.Running trial,
                @Nullable RolloutEvent ended,
                TrialLoad.Phase during,
                TrialLoad.Phase after) {
            String candidate = Objects.requireNonNull(trial.started().getCandidate());
            boolean promoted = ended != null && ended.getDecision() == RolloutDecision.PROMOTED;
            long failedThere = during.failedOn(candidate);
            return new TrialRound(
                    round,
                    candidate,
                    ended == null ? null : ended.getDecision().name(),
                    ended == null ? null : seconds(trial.started(), ended),
                    ended == null ? "" : ended.getReason(),
                    Quantile.of(0.5, during.millis()),
                    Quantile.of(0.99, during.millis()),
                    during.jobs(),
                    during.failed(),
                    during.servedBy(candidate) + failedThere,
                    failedThere,
                    during.rescued(candidate, own.checkpointId()),
                    after.jobs(),
                    after.failed(),
                    after.jobs() - after.failed() - after.servedBy(promoted ? candidate : own.checkpointId()));
        }

        private static double seconds(RolloutEvent from, RolloutEvent to) {
            return Duration.between(from.getAt(), to.getAt()).toMillis() / (double) TimeUnit.SECONDS.toMillis(1);
        }
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%d trials at %.0f jobs/s of %d×%d, share %.2f, %.0f %% errors: %d taken back, %d promoted; seconds: median"
                        + " %.1f, longest %.1f; %d jobs, %d failed; %d failed on a candidate, %d of these succeeded on stable",
                report.trials.size(),
                report.rate,
                report.side,
                report.side,
                report.share,
                100 * report.errors,
                report.takenBack,
                report.promoted,
                report.medianSeconds,
                report.longestSeconds,
                report.jobs,
                report.failedJobs,
                report.failedOnCandidate,
                report.succeededOnStable));
    }

    /** The names are those of the JSON object. */
    private record Report(
            String model,
            double rate,
            int side,
            double share,
            double errors,
            long takenBack,
            long promoted,
            @Nullable Double medianSeconds,
            @Nullable Double longestSeconds,
            int jobs,
            int failedJobs,
            long failedOnCandidate,
            long succeededOnStable,
            boolean sound,
            List<TrialRound> trials) {
        static Report of(TrialBenchCommand asked, String model, List<TrialRound> trials) {
            List<Double> seconds = trials.stream()
                    .map(TrialRound::seconds)
                    .filter(Objects::nonNull)
                    .toList();
            long takenBack = trials.stream().filter(TrialRound::isTakenBack).count();
            boolean right = asked.errors > 0
                    ? trials.stream().allMatch(trial -> trial.isTakenBackWithin(LIMIT_SECONDS))
                    : takenBack == 0;
            return new Report(
                    model,
                    asked.rate,
                    asked.side,
                    asked.share,
                    asked.errors,
                    takenBack,
                    seconds.size() - takenBack,
                    seconds.isEmpty() ? null : Median.of(seconds),
                    seconds.stream().max(Double::compare).orElse(null),
                    trials.stream()
                            .mapToInt(each -> each.jobs() + each.jobsAfter())
                            .sum(),
                    trials.stream()
                            .mapToInt(each -> each.failedJobs() + each.failedAfter())
                            .sum(),
                    trials.stream().mapToLong(TrialRound::failedOnCandidate).sum(),
                    trials.stream().mapToLong(TrialRound::succeededOnStable).sum(),
                    right && trials.stream().allMatch(TrialRound::isHarmless),
                    trials);
        }
    }
}
