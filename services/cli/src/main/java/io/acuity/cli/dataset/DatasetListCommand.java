package io.acuity.cli.dataset;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.events.DatasetSplit;
import io.acuity.streaming.dataset.SampleKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists datasets, or the samples of one. */
@Command(name = "list", description = "Lists the datasets, or with --name the samples of one.")
public final class DatasetListCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--name", paramLabel = "NAME", description = "The dataset whose samples to list.")
    private @Nullable String name;

    @Option(names = "--json", description = "Print one JSON object per dataset or sample.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Creates the command. */
    public DatasetListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SortedMap<SampleKey, DatasetListing.Entry> entries;
        try {
            entries = DatasetListing.read(cluster.kafka());
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        if (name == null) {
            listDatasets(entries);
        } else {
            entries.forEach((key, entry) -> {
                if (key.dataset().equals(name)) {
                    printSample(key, entry);
                }
            });
        }
        return ExitCode.OK.status();
    }

    private void listDatasets(SortedMap<SampleKey, DatasetListing.Entry> entries) {
        var totals = new TreeMap<String, Total>();
        entries.forEach((key, entry) ->
                totals.computeIfAbsent(key.dataset(), named -> new Total()).add(entry));
        if (totals.isEmpty()) {
            console.note("acuity: There are no datasets; publish one with 'acuity dataset publish'.");
        }
        totals.forEach((dataset, total) -> {
            if (json) {
                console.json(total.object(dataset));
            } else {
                console.result(dataset + ": " + total.sentence());
            }
        });
    }

    private void printSample(SampleKey key, DatasetListing.Entry entry) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dataset", key.dataset());
            object.put("sampleId", key.sampleId());
            object.put("source", entry.source());
            object.put("split", entry.split().name());
            object.put("width", entry.width());
            object.put("height", entry.height());
            object.put("bytes", entry.bytes());
            object.put("pair", entry.pair());
            object.put("licence", entry.licence());
            console.json(object);
        } else {
            console.result(key.sampleId() + "  " + entry.split() + "  " + entry.width() + " × " + entry.height()
                    + (entry.pair() ? "  pair  " : "  ") + Objects.requireNonNullElse(entry.source(), ""));
        }
    }

    /** The sums over one dataset. */
    private static final class Total {
        private final SortedSet<String> licences = new TreeSet<>();
        private int samples;
        private int validation;
        private int pairs;
        private long bytes;

        void add(DatasetListing.Entry entry) {
            samples++;
            validation += entry.split() == DatasetSplit.VALIDATION ? 1 : 0;
            pairs += entry.pair() ? 1 : 0;
            bytes += entry.bytes();
            String licence = entry.licence();
            if (licence != null) {
                licences.add(licence);
            }
        }

        Map<String, Object> object(String dataset) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("dataset", dataset);
            object.put("samples", samples);
            object.put("train", samples - validation);
            object.put("validation", validation);
            object.put("pairs", pairs);
            object.put("bytes", bytes);
            object.put("licences", licences);
            return object;
        }

        String sentence() {
            return samples + " samples (" + (samples - validation) + " train, " + validation + " validation, " + pairs
                    + " pairs), " + bytes + " bytes, licences " + licences;
        }
    }
}
