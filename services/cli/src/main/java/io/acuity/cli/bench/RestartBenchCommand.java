package io.acuity.cli.bench;

import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.house.House;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.upload.Offer;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a killed tracker with many jobs takes to serve again, and whether it lost anything. */
@Command(
        name = "restart",
        description = {
            "Starts a broker in this process and a tracker in another, tells of many jobs, nine in ten of them finished,",
            "and kills the tracker (SIGKILL), once keeping its state folder, once losing it. Measures from the start of the",
            "new process until events of old jobs, published at once, show in acuity.jobs. Then every job is told",
            "of once more, and each view must come back with all it knew before; metrics must have counted each job once.",
            "Ends with status 1 if something was lost or counted twice."
        })
public final class RestartBenchCommand implements Callable<Integer> {
    // Enough for every partition to have some.
    private static final int FIRST = 200;

    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration SLOWLY = Duration.ofMillis(250);

    private final Console console;

    @Option(names = "--jobs", description = "Jobs (default: ${DEFAULT-VALUE}).")
    private int jobs = 100_000;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public RestartBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (jobs < FIRST) {
            throw new CommandException(ExitCode.USAGE, "Give at least " + FIRST + " jobs.");
        }
        Path folder = House.temporaryFolder();
        Report report;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka);
            try (RestartJobs told = new RestartJobs(kafka, jobs);
                    ViewLedger ledger = new ViewLedger(kafka)) {
                report = measure(new Scene(folder, kafka, told, ledger));
            }
        } finally {
            House.remove(folder);
        }
        say(report);
        return report.sound ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    private record Scene(Path folder, KafkaSettings kafka, RestartJobs told, ViewLedger ledger) {
        Path state() {
            return folder.resolve("tracker");
        }
    }

    private Report measure(Scene scene) throws IOException, InterruptedException {
        long start = System.nanoTime();
        AcuityChild first = AcuityChild.tracker(scene.kafka.bootstrap(), scene.state());
        double folded;
        try (first) {
            scene.told.publish();
            scene.ledger.await("the views of all jobs", SLOWLY, () -> scene.ledger.right(jobs, 0) == jobs);
            folded = seconds(start);
            first.kill();
        }
        Restart kept = restart(scene, 10);
        House.remove(scene.state());
        Restart lost = restart(scene, 20);
        double gateway = gatewaySeconds(scene);
        long counted = scene.ledger.counted();
        return new Report(
                jobs,
                folded,
                kept.serves,
                kept.processor,
                kept.right,
                lost.serves,
                lost.processor,
                lost.right,
                gateway,
                scene.told.finished(),
                counted,
                kept.right == jobs && lost.right == jobs && counted == scene.told.finished());
    }

    private record Restart(double serves, double processor, int right) {}

    /** Starts a tracker that comes after a killed one, and kills it as well. */
    private Restart restart(Scene scene, long progress) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (AcuityChild tracker = AcuityChild.tracker(scene.kafka.bootstrap(), scene.state())) {
            scene.told.touchFirst(FIRST, progress);
            scene.ledger.await(
                    "views of a restarted tracker", OFTEN, () -> scene.ledger.right(FIRST, progress) == FIRST);
            double serves = seconds(start);
            double processor = tracker.processorSeconds();
            scene.told.touch(progress + 1);
            scene.ledger.await("all views again", SLOWLY, () -> scene.ledger.right(jobs, progress + 1) == jobs);
            scene.ledger.await("the counts", SLOWLY, () -> scene.ledger.counted() >= scene.told.finished());
            int right = scene.ledger.right(jobs, progress + 1);
            tracker.kill();
            return new Restart(serves, processor, right);
        }
    }

    private static double gatewaySeconds(Scene scene) {
        long start = System.nanoTime();
        try (GatewayService gateway = GatewayService.start(GatewaySettings.local(
                0, scene.kafka, scene.folder.resolve("blobs").toUri(), Offer.unchecked("acuity-s-x4")))) {
            gateway.caughtUp().join();
            return seconds(start);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%d jobs: a killed tracker serves again after %.1f s (%.1f s of a processor) with its folder, %.1f s (%.1f s) without; %d and %d views right; counted"
                        + " %d of %d; a gateway knows all after %.1f s",
                report.jobs,
                report.servesSeconds,
                report.processorSeconds,
                report.servesWithoutFolderSeconds,
                report.processorSecondsWithoutFolder,
                report.viewsRight,
                report.viewsRightWithoutFolder,
                report.counted,
                report.finished,
                report.gatewaySeconds));
    }

    /** The names are those of the JSON object. */
    private record Report(
            int jobs,
            double foldedSeconds,
            double servesSeconds,
            double processorSeconds,
            int viewsRight,
            double servesWithoutFolderSeconds,
            double processorSecondsWithoutFolder,
            int viewsRightWithoutFolder,
            double gatewaySeconds,
            int finished,
            long counted,
            boolean sound) {}
}
