package io.acuity.cli.bench.overload;

import io.acuity.cli.bench.BenchImages;
import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.house.House;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a gateway does when ten times as much comes as it takes. */
@Command(
        name = "overload",
        description = {
            "Starts a broker, a tracker and a gateway in processes of their own, the gateway with a limit, and ends its jobs without",
            "doing them. Submits small images at the limit, then many times as fast, callers who do not come back later but at once.",
            "Ends with status 1 if the gateway died, took less than nine tenths of what it took at its limit, or refused anybody",
            "otherwise than with Retry-After."
        })
public final class OverloadBenchCommand implements Callable<Integer> {
    private static final double GOOD = 0.9;
    private static final int WARM_UP_SECONDS = 5;
    private static final int MOST_WARM_UPS = 24;
    private static final double NEARLY = 1.1;

    private static final int AT_LIMIT_SECONDS = 20;
    private static final int SIDE = 64;

    private final Console console;

    @Option(names = "--by", description = "What the limit is: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private GatewayLimit by = GatewayLimit.QUOTA;

    @Option(names = "--limit", paramLabel = "N", description = "Jobs a second (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--times", paramLabel = "N", description = "How many times the limit (default: ${DEFAULT-VALUE}).")
    private int times = 10;

    @Option(names = "--seconds", paramLabel = "N", description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The gateway's largest heap (default: ${DEFAULT-VALUE}).")
    private String heap = "192m";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public OverloadBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (limit < 1 || times < 1 || seconds < 1) {
            throw new CommandException(ExitCode.USAGE, "Give a limit, a number of times and seconds of 1 or more.");
        }
        Path folder = House.temporaryFolder();
        Report report;
        try (OverloadHouse house = new OverloadHouse(folder)) {
            report = measure(house);
        } finally {
            House.remove(folder);
        }
        say(report);
        return (report.good() ? ExitCode.OK : ExitCode.FAILED).status();
    }

    private Report measure(OverloadHouse house) throws IOException, InterruptedException {
        AcuityChild gateway = house.start(by.options(limit), heap);
        byte[] image = BenchImages.numbered(SIDE, 1).apply(0);
        try (EndingWorker worker = new EndingWorker(house.kafka());
                MemoryWatch memory = new MemoryWatch(house, gateway);
                Crowd crowd = new Crowd(house.submissions(), image)) {
            worker.begin(by.endsPerSecond(limit));
            warmUp(crowd);
            Crowd.Reception atLimit = crowd.come(limit, AT_LIMIT_SECONDS);
            warmUp(crowd); // the queue has emptied a little
            Crowd.Reception beyond = crowd.come(limit * times, seconds);
            return new Report(
                    by,
                    limit,
                    atLimit.acceptedPerSecond(),
                    beyond.offeredPerSecond(),
                    beyond.acceptedPerSecond(),
                    beyond.acceptedPerSecond() / limit,
                    beyond.answers(),
                    beyond.withoutRetryAfter(),
                    beyond.longestMillis(),
                    memory.heapMib(),
                    memory.residentMib(),
                    gateway.isAlive() && house.isReady());
        }
    }

    /** Comes until what a quota lets come at once is used up, or the queue is full. */
    private void warmUp(Crowd crowd) throws InterruptedException {
        int rounds = 0;
        double accepted = Double.POSITIVE_INFINITY;
        while (accepted > NEARLY * limit && rounds < MOST_WARM_UPS) {
            accepted = crowd.come(limit * times, WARM_UP_SECONDS).acceptedPerSecond();
            rounds++;
        }
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "limit %d jobs a second by %s: %.1f accepted when %d came, %.1f when %.0f came (%.2f of the limit)",
                report.limit,
                report.by.name().toLowerCase(Locale.ROOT),
                report.acceptedAtLimit,
                report.limit,
                report.accepted,
                report.offered,
                report.goodput));
        console.result(String.format(
                Locale.ROOT,
                "answers %s, %d refusals without Retry-After, the slowest after %.0f ms",
                report.answers,
                report.withoutRetryAfter,
                report.longestMillis));
        console.result(String.format(
                Locale.ROOT,
                "gateway with a heap of %s: at most %.0f MiB in use, %.0f MiB resident; %s",
                heap,
                report.heapMib,
                report.residentMib,
                report.ready ? "alive and ready" : "dead or not ready"));
    }

    /** The names are those of the JSON object; rates a second. */
    private record Report(
            GatewayLimit by,
            int limit,
            double acceptedAtLimit,
            double offered,
            double accepted,
            double goodput,
            Map<String, Long> answers,
            long withoutRetryAfter,
            double longestMillis,
            double heapMib,
            double residentMib,
            boolean ready) {

        boolean good() {
            return ready && withoutRetryAfter == 0 && goodput >= GOOD && accepted >= GOOD * acceptedAtLimit;
        }
    }
}
