package io.acuity.cli.checkpoint;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.events.CheckpointEvent;
import io.acuity.streaming.checkpoint.CheckpointTopic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the checkpoints on the topic, oldest first. */
@Command(name = "list", description = "Lists the published checkpoints, oldest first.")
public final class CheckpointListCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--model", paramLabel = "NAME", description = "Only those of one model.")
    private @Nullable String model;

    @Option(names = "--json", description = "Print one JSON object per checkpoint.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** Creates the command. */
    public CheckpointListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<CheckpointEvent> found;
        try {
            found = CheckpointTopic.read(cluster.kafka()).stream()
                    .filter(event -> model == null || model.equals(event.getModel()))
                    .toList();
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        if (found.isEmpty()) {
            console.note(
                    "acuity: There are no checkpoints; train one, or publish one with 'acuity checkpoint publish'.");
        }
        found.forEach(this::print);
        return ExitCode.OK.status();
    }

    private void print(CheckpointEvent event) {
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("checkpoint", event.getCheckpointId());
            object.put("model", event.getModel());
            object.put("scale", event.getScale());
            object.put("system", event.getSystem());
            object.put("sha256", event.getSha256());
            object.put("run", event.getRunId());
            object.put("step", event.getStep());
            object.put("parent", event.getParent());
            object.put("metrics", new TreeMap<>(event.getMetrics()));
            object.put("createdAt", event.getCreatedAt().toString());
            console.json(object);
            return;
        }
        Double psnrY = event.getMetrics().get("psnrY");
        console.result(event.getCheckpointId() + "  ×" + event.getScale() + "  " + event.getSystem()
                + (event.getRunId() == null ? "" : "  " + event.getRunId() + ", step " + event.getStep())
                + (psnrY == null ? "" : String.format(Locale.ROOT, "  %.2f dB", psnrY)) + "  " + event.getCreatedAt());
    }
}
