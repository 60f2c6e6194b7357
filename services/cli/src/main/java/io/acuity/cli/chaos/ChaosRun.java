package io.acuity.cli.chaos;

import io.acuity.cli.bench.BenchImages;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** One run: submits at a steady pace, breaks what is to be broken from the first result on, and waits for every job to end. */
final class ChaosRun {
    private static final int SIDE = 64;
    /** Jobs come some at a time, so that workers have several in their hands when they are hit. */
    private static final int BURST = 8;

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration LOOK_AFTER = Duration.ofSeconds(1);
    /** With nothing broken and nothing ending for so long, what has not ended is lost. */
    private static final Duration SILENCE = Duration.ofSeconds(90);
    /** For results that should not come: of workers that thawed, or were thought dead. */
    private static final Duration SETTLING = Duration.ofSeconds(4);
    /** A job's next attempt may begin so long after the session of its worker has ended. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Scene scene;
    private final Fault fault;
    private final IntFunction<byte[]> images;
    private int submitted;
    private long brokenUntil;

    ChaosRun(Scene scene, Fault fault) {
        this.scene = scene;
        this.fault = fault;
        this.images = BenchImages.numbered(SIDE, scene.plan().seed());
        this.brokenUntil = System.nanoTime();
    }

    /** Runs; returns what became of every job. */
    ChaosReport run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Pace submission = Pace.spread(
                Math.ceilDiv(scene.plan().jobs(), BURST), scene.plan().over());
        Pace looks = Pace.every(LOOK_AFTER);
        while (!isOver()) {
            long now = System.nanoTime();
            while (submitted < scene.plan().jobs() && submission.take(now)) {
                submitSome();
            }
            if (scene.ledger().hasResults()) {
                fault.act(scene, now);
            }
            if (looks.take(now)) {
                scene.house().lookAfter(fault.away());
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
        double seconds = (scene.ledger().lastEnding() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        fault.end(scene);
        LockSupport.parkNanos(SETTLING.toNanos());
        return report(seconds);
    }

    private void submitSome() {
        int end = Math.min(submitted + BURST, scene.plan().jobs());
        while (submitted < end) {
            fault.submit(scene, submitted, images.apply(submitted));
            submitted++;
        }
    }

    private boolean isOver() {
        long now = System.nanoTime();
        if (submitted < scene.plan().jobs() || fault.isUnderWay()) {
            brokenUntil = now;
            return false;
        }
        boolean settled = scene.uploads().open() == 0 && scene.ledger().isSettled();
        long silence = Math.min(now - scene.ledger().lastEnding(), now - brokenUntil);
        return settled || silence > SILENCE.toNanos();
    }

    private ChaosReport report(double seconds) throws IOException {
        Books books = scene.ledger().books();
        Duration limit = scene.plan().silence().plus(GRACE);
        List<String> problems = new ArrayList<>(
                Verdict.of(books, fault.jobs(scene.plan()), scene.plan().lane(), limit));
        problems.addAll(fault.problems(scene, books));
        problems.addAll(scene.uploads().refusals());
        problems.addAll(scene.house().crashes());
        if (fault.strikes() < Fault.FEWEST_STRIKES) {
            problems.add("only " + fault.strikes() + " faults struck; let the run last longer with --seconds");
        }
        if (!scene.house().crashes().isEmpty()) {
            problems.add(scene.house().lastWords());
        }
        return new ChaosReport(
                scene.plan().scenario().word(),
                scene.plan().lane(),
                scene.plan().seed(),
                books.accepted(),
                books.succeeded(),
                books.failed(),
                books.cancelled(),
                books.expired(),
                books.lost(),
                books.publishedTwice(),
                books.viewsWrong(),
                books.deadLetters(),
                fault.strikes(),
                scene.house().restarts(),
                Math.round(seconds * 10) / 10.0,
                books.redelivery(),
                limit.toMillis() / 1e3,
                fault.figures(),
                problems.isEmpty(),
                problems);
    }
}
