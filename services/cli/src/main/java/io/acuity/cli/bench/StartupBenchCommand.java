package io.acuity.cli.bench;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.house.House;
import io.acuity.streaming.broker.EmbeddedBroker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long the embedded broker takes to start, and a first image from the start of a new process. */
@Command(
        name = "startup",
        description = "Start of the embedded broker, and the first image from the start of a new process to its end.")
public final class StartupBenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--side", description = "Side of the square image (default: ${DEFAULT-VALUE}).")
    private int side = 128;

    @Option(names = "--rounds", description = "New processes; the median is taken (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public StartupBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = House.temporaryFolder();
        try {
            double broker = brokerSeconds(folder);
            Path image = folder.resolve("image.png");
            Files.write(image, BenchImages.draw(1, side).get(0));
            List<Double> firsts = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                firsts.add(firstImageSeconds(image, folder));
            }
            report(broker, Median.of(firsts));
            return ExitCode.OK.status();
        } finally {
            House.remove(folder);
        }
    }

    /** Of a broker with an empty folder, in this process, whose classes are not loaded yet. */
    private static double brokerSeconds(Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("broker"));
        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
            return broker.bootstrap().isEmpty() ? Double.NaN : (System.nanoTime() - start) / 1e9;
        }
    }

    private static double firstImageSeconds(Path image, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), "io.acuity.cli.Acuity"));
        command.addAll(
                List.of("upscale", image.toString(), "-o", folder.resolve("out").toString(), "--quiet"));
        long start = System.nanoTime();
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new CommandException(
                    ExitCode.FAILED, "The measured process ended with status " + status + "; see its message above.");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void report(double broker, double first) {
        if (json) {
            console.json(new Report(broker, first, rounds, side));
        } else {
            console.result(String.format(
                    Locale.ROOT,
                    "embedded broker up in %.2f s; first %d×%d image in %.2f s from process start to its end",
                    broker,
                    side,
                    side,
                    first));
        }
    }

    private record Report(double brokerSeconds, double firstImageSeconds, int rounds, int side) {}
}
