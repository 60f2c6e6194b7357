package io.acuity.cli.bench;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.house.House;
import io.acuity.networks.Precision;
import io.acuity.training.ShiftPlan;
import io.acuity.training.TrainingPlan;
import io.acuity.training.benchmark.TrainingBenchmark;
import io.acuity.training.data.ImageStore;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.data.SampleEntry;
import io.acuity.training.data.SampleManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The trainer's step beside bare forward, backward and optimizer step of the same network. */
@Command(
        name = "train",
        description =
                "The trainer's step beside bare forward, backward and optimizer step of the same network, on drawn "
                        + "images; and bf16 inside the program beside fp32. In turns; medians of the ratios of each turn.")
public final class TrainBenchCommand implements Callable<Integer> {
    private static final int IMAGES = 24;
    private static final int SIDE = 480;

    private final Console console;

    @Option(names = "--rounds", description = "Turns of each candidate (default: ${DEFAULT-VALUE}).")
    private int rounds = 7;

    @Option(names = "--steps", description = "Steps a turn (default: ${DEFAULT-VALUE}).")
    private int steps = 20;

    @Option(names = "--batch", description = "Patches per step (default: ${DEFAULT-VALUE}).")
    private int batch = 16;

    @Option(names = "--patch", description = "Side of a patch in LR pixels (default: ${DEFAULT-VALUE}).")
    private int patch = 32;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public TrainBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = House.temporaryFolder();
        try {
            Report report = Report.of(measure(folder));
            if (json) {
                console.json(report);
            } else {
                report.millisPerStep.forEach((name, millis) ->
                        console.result(String.format(Locale.ROOT, "%-16s %8.1f ms a step", name, millis)));
                console.result(String.format(
                        Locale.ROOT,
                        "trainer / bare: bicubic %.3f, blind %.3f; mixed precision / fp32: %.3f",
                        report.bicubicToBare,
                        report.blindToBare,
                        report.mixedToFp32));
            }
            return ExitCode.OK.status();
        } finally {
            House.remove(folder);
        }
    }

    private Map<String, List<Double>> measure(Path folder) throws IOException {
        List<byte[]> drawn = BenchImages.draw(IMAGES, SIDE);
        List<SampleEntry> entries = IntStream.range(0, IMAGES)
                .mapToObj(i -> new SampleEntry("bench/" + i, Integer.toString(i), null, SIDE, SIDE))
                .toList();
        ImageStore images = new ImageStore(
                folder.resolve("images"),
                Long.MAX_VALUE,
                TrainingPlan.SCALE,
                name -> drawn.get(Integer.parseInt(name)));
        TrainingBenchmark benchmark = new TrainingBenchmark(
                ShiftPlan.of(TrainingPlan.Family.RESIDUAL_SHIFT),
                new PatchPlan(batch, patch, 1),
                images,
                new SampleManifest(entries, List.of()),
                folder);
        return benchmark.run(Precision.AUTO.scalarType(), rounds, steps);
    }

    private record Report(
            Map<String, Double> millisPerStep, double bicubicToBare, double blindToBare, double mixedToFp32) {
        static Report of(Map<String, List<Double>> times) {
            Map<String, Double> medians = new java.util.LinkedHashMap<>();
            times.forEach((name, millis) -> medians.put(name, Median.of(millis)));
            return new Report(
                    medians,
                    ratio(times, TrainingBenchmark.BICUBIC, TrainingBenchmark.BARE_MIXED),
                    ratio(times, TrainingBenchmark.BLIND, TrainingBenchmark.BARE_MIXED),
                    ratio(times, TrainingBenchmark.BARE_MIXED, TrainingBenchmark.BARE_FP32));
        }

        private static double ratio(Map<String, List<Double>> times, String above, String below) {
            List<Double> ratios = new ArrayList<>();
            List<Double> numerators = times.getOrDefault(above, List.of());
            List<Double> denominators = times.getOrDefault(below, List.of());
            for (int i = 0; i < numerators.size(); i++) {
                ratios.add(numerators.get(i) / denominators.get(i));
            }
            return Median.of(ratios);
        }
    }
}
