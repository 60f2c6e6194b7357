package io.acuity.cli.bench;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.worker.WorkerService;
import io.acuity.worker.WorkerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long it takes until many workers have taken a checkpoint. */
@Command(
        name = "acks",
        description = {
            "Starts many workers in this process and measures the time from a rollout event to the last worker's",
            "acknowledgement: checkpoint fetched, verified, loaded, proved and warm on every one of them."
        })
public final class AcksBenchCommand implements Callable<Integer> {
    private static final double SHARE = 0.5;

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--workers", description = "Workers (default: ${DEFAULT-VALUE}).")
    private int workers = 16;

    @Option(names = "--rounds", description = "Checkpoints rolled out one after the other (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public AcksBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelBundle own = BundleCatalog.find(model.models().get(0));
        List<Double> millis = new ArrayList<>();
        Path folder = House.temporaryFolder();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                Crew crew = new Crew()) {
            URI blobs = folder.resolve("blobs").toUri();
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka);
            for (int i = 0; i < workers; i++) {
                crew.add(WorkerService.start(
                        WorkerSettings.of(kafka, blobs, "w" + i).withModels(model.models(), model.precision())));
            }
            try (RolloutDriver driver = new RolloutDriver(
                    broker.bootstrap(), blobs, own.description().name(), workers)) {
                for (int round = 0; round < rounds; round++) {
                    String candidate = driver.publish(PerturbedBundles.of(own, round));
                    millis.add(driver.rollOut(null, candidate, SHARE));
                }
            }
        } finally {
            House.remove(folder);
        }
        say(new Report(workers, rounds, Median.of(millis), Collections.max(millis)));
        return ExitCode.OK.status();
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "rollout event to the last of %d acknowledgements: median of %d %.0f ms, longest %.0f ms",
                    report.workers,
                    report.rounds,
                    report.medianMillis,
                    report.longestMillis));
        }
    }

    /** The names are those of the JSON object. */
    private record Report(int workers, int rounds, double medianMillis, double longestMillis) {}

    /** Workers that stop together. */
    private static final class Crew implements AutoCloseable {
        private final Deque<WorkerService> workers = new ArrayDeque<>();

        void add(WorkerService worker) {
            workers.push(worker);
        }

        @Override
        public void close() {
            while (!workers.isEmpty()) {
                workers.pop().close();
            }
        }
    }
}
