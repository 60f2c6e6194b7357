package io.acuity.cli.bench;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.house.House;
import io.acuity.events.BlobReference;
import io.acuity.gateway.GatewayLimits;
import io.acuity.gateway.GatewayService;
import io.acuity.gateway.GatewaySettings;
import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.upload.Offer;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast gateways take jobs and answer for them. */
@Command(
        name = "http",
        description = {
            "Starts a broker, a tracker and two gateways in this process, no worker, submits an image by reference at a",
            "steady rate at the one gateway and asks for each job at the other. Latencies count from the moment a request",
            "was due. Ends with status 1 if a request failed."
        })
public final class HttpBenchCommand implements Callable<Integer> {
    private static final int WARM_UP_SECONDS = 10;

    private final Console console;

    @Option(names = "--rate", description = "Submissions a second (default: ${DEFAULT-VALUE}).")
    private double rate = 200;

    @Option(names = "--seconds", description = "How long, after ten seconds to warm up (default: ${DEFAULT-VALUE}).")
    private int seconds = 20;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public HttpBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (rate <= 0 || seconds < 1) {
            throw new CommandException(ExitCode.USAGE, "Give a rate above 0 and at least one second.");
        }
        Path folder = House.temporaryFolder();
        URI blobs = folder.resolve("blobs").toUri();
        GatewayLoad.Measured measured;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                BlobStore store = BlobStores.open(blobs)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka);
            try (TrackerService tracker = TrackerService.start(TrackerSettings.of(kafka, folder.resolve("tracker")));
                    GatewayService one = GatewayService.start(settings(kafka, blobs));
                    GatewayService two = GatewayService.start(settings(kafka, blobs));
                    GatewayLoad load = new GatewayLoad(one.port(), two.port(), body(store))) {
                tracker.running().join();
                load.run(rate, WARM_UP_SECONDS);
                measured = load.run(rate, seconds);
            }
        } finally {
            House.remove(folder);
        }
        say(new Report(
                rate,
                measured.submissions(),
                measured.errors(),
                measured.submitted(0.5),
                measured.submitted(0.99),
                measured.asked(0.5),
                measured.asked(0.99),
                measured.known(0.99),
                measured.known(1)));
        return measured.errors() == 0 ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    // No worker ends anything, so that all wait.
    private static GatewaySettings settings(KafkaSettings kafka, URI blobs) {
        return GatewaySettings.local(0, kafka, blobs, Offer.unchecked("acuity-s-x4"))
                .withLimits(GatewayLimits.DEFAULT.withAdmission(
                        AdmissionLimits.DEFAULT.withWaitingJobs(Integer.MAX_VALUE)));
    }

    private static String body(BlobStore store) {
        BlobReference image = store.put(BenchImages.draw(1, 64).get(0), "image/png");
        return String.format(
                Locale.ROOT,
                "{\"input\": {\"sha256\": \"%s\", \"size\": %d, \"mediaType\": \"image/png\"}}",
                image.getSha256(),
                image.getSize());
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%d submissions at %.0f a second, %d errors: p50 / p99 %.1f / %.1f ms",
                report.submissions,
                report.rate,
                report.errors,
                report.submitP50,
                report.submitP99));
        console.result(String.format(
                Locale.ROOT,
                "status from the other gateway: p50 / p99 %.1f / %.1f ms; it knew a job after %.0f ms at p99, %.0f ms at most",
                report.statusP50,
                report.statusP99,
                report.knownP99,
                report.knownLongest));
    }

    /** The names are those of the JSON object; milliseconds. */
    private record Report(
            double rate,
            int submissions,
            int errors,
            double submitP50,
            double submitP99,
            double statusP50,
            double statusP99,
            double knownP99,
            double knownLongest) {}
}
