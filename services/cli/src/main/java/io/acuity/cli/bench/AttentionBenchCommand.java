package io.acuity.cli.bench;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.cli.attention.LocalExtractors;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the extraction of an attention map costs a job, by extractor and size. */
@Command(
        name = "attention",
        description = {
            "Milliseconds of extracting an attention map and reading it on the grid of the network (4×4 pixels), by",
            "extractor and side of the LR image; medians."
        })
public final class AttentionBenchCommand implements Callable<Integer> {
    private static final int SCALE = 4;
    private static final int WARM_UP = 3;

    private final Console console;

    @Option(
            names = "--sides",
            split = ",",
            paramLabel = "N",
            description = "Sides of the square LR images (default: 64,256,512).")
    private List<Integer> sides = List.of(64, 256, 512);

    @Option(
            names = "--extractors",
            split = ",",
            paramLabel = "NAME",
            description = "Which (default: those without weights).")
    private List<String> names = AttentionCatalog.innateNames();

    @Option(names = "--rounds", description = "Rounds; medians are taken (default: ${DEFAULT-VALUE}).")
    private int rounds = 7;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public AttentionBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (rounds < 1) {
            throw new CommandException(ExitCode.USAGE, "At least one round is needed, not " + rounds + ".");
        }
        Map<String, Map<Integer, Double>> millis = measure();
        if (json) {
            console.json(new Report(SCALE, rounds, millis));
        } else {
            millis.forEach((name, bySide) -> bySide.forEach((side, time) ->
                    console.result(String.format(Locale.ROOT, "%-16s %4d×%-4d %9.2f ms", name, side, side, time))));
        }
        return ExitCode.OK.status();
    }

    private Map<String, Map<Integer, Double>> measure() {
        Map<String, Map<Integer, Double>> millis = new LinkedHashMap<>();
        try (LocalExtractors extractors = LocalExtractors.open()) {
            for (String name : names) {
                AttentionExtractor extractor = extractors.find(name);
                Map<Integer, Double> bySide = new LinkedHashMap<>();
                for (int side : sides) {
                    bySide.put(side, median(extractor, side));
                }
                millis.put(extractor.name(), bySide);
            }
        }
        return millis;
    }

    private double median(AttentionExtractor extractor, int side) {
        Picture picture = new PictureDecoder(DecodeLimits.defaults())
                .decode(BenchImages.draw(1, side).get(0));
        List<Double> times = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            long begin = System.nanoTime();
            AttentionMap map = extractor.extract(picture, side * SCALE, side * SCALE);
            float most = map.maxima(SCALE).values()[0];
            double millis = (System.nanoTime() - begin) / 1e6;
            if (round >= 0 && most >= 0) {
                times.add(millis);
            }
        }
        return Median.of(times);
    }

    private record Report(int scale, int rounds, Map<String, Map<Integer, Double>> millis) {}
}
