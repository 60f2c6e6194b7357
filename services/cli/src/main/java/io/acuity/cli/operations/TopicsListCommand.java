package io.acuity.cli.operations;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.streaming.TopicAudit;
import io.acuity.streaming.TopicState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the topics that are there. */
@Command(name = "list", description = "Lists the topics that are there: partitions, copies, settings.")
public final class TopicsListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Print one JSON object per topic.")
    private boolean json;

    /** Creates the command. */
    public TopicsListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<TopicState> states;
        try (TopicAudit audit = TopicAudit.open(cluster.kafka())) {
            states = audit.states();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        if (states.isEmpty()) {
            console.note("acuity: None of the topics is there; make them with 'acuity topics apply'.");
        }
        states.forEach(this::print);
        return ExitCode.OK.status();
    }

    private void print(TopicState state) {
        Map<String, String> settings = new TreeMap<>(state.settings());
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("topic", state.topic().name());
            object.put("partitions", state.partitions());
            object.put("replicas", state.replicas());
            object.put("settings", settings);
            console.json(object);
            return;
        }
        console.result(String.format(
                Locale.ROOT,
                "%-24s  %3d × %d  %s",
                state.topic().name(),
                state.partitions(),
                state.replicas(),
                settings));
    }
}
