package io.acuity.cli.dataset;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.dataset.SampleKey;
import io.acuity.streaming.dataset.SampleRefusedException;
import io.acuity.streaming.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes samples by tombstones. */
@Command(
        name = "remove",
        description = {
            "Removes one sample of a dataset, or all of them.",
            "Trainers forget them when they read the removal. The stored images stay in the blob store."
        })
public final class DatasetRemoveCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The dataset.")
    private String name = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Which which = new Which();

    @Option(names = "--json", description = "Print one JSON object per removed sample.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** One or all. */
    static final class Which {
        @Option(names = "--sample", required = true, paramLabel = "ID", description = "The sample to remove.")
        private @Nullable String sample;

        @Option(names = "--all", required = true, description = "Remove every sample of the dataset.")
        private boolean all;
    }

    /** Creates the command. */
    public DatasetRemoveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SampleKey one = checkedOptions();
        try {
            KafkaSettings kafka = cluster.kafka();
            Set<SampleKey> present = DatasetListing.read(kafka).keySet();
            List<SampleKey> found = present.stream()
                    .filter(key -> which.all ? key.dataset().equals(name) : key.equals(one))
                    .toList();
            if (found.isEmpty()) {
                throw new CommandException(
                        ExitCode.FAILED,
                        (one == null ? "There is no dataset " + name : "There is no sample " + one)
                                + "; see 'acuity dataset list'.");
            }
            remove(kafka, found);
            return ExitCode.OK.status();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
    }

    private @Nullable SampleKey checkedOptions() {
        try {
            SampleKey.requireDataset(name);
            return which.sample == null ? null : new SampleKey(name, which.sample);
        } catch (SampleRefusedException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private void remove(KafkaSettings kafka, List<SampleKey> keys) {
        try (EventPublisher events = EventPublisher.open(kafka)) {
            for (SampleKey key : keys) {
                events.remove(Topic.DATASETS, key.toString()).join();
                if (json) {
                    console.json(Map.of("dataset", key.dataset(), "sampleId", key.sampleId(), "removed", true));
                }
            }
        }
        String sentence = "Removed " + keys.size() + " samples of dataset " + name + ".";
        if (json) {
            console.note("acuity: " + sentence);
        } else {
            console.result(sentence);
        }
    }
}
