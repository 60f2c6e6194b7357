package io.acuity.cli.model;

import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.model.ModelPlaces.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the models there are. */
@Command(
        name = "list",
        description = {
            "Lists the shipped models and those in your folder, one a line: name, system, scale, number of weights, place.",
            "Weights are not read; acuity model info verifies them."
        })
public final class ModelListCommand implements Callable<Integer> {
    private static final String LINE = "%-20s %-16s %-6s %14s  %s";

    private final Console console;

    @Mixin
    private ModelPlaces places = new ModelPlaces();

    @Option(names = "--json", description = "Print one JSON object per model.")
    private boolean json;

    /** Creates the command. */
    public ModelListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Found> found = places.all();
        if (!json) {
            console.result(String.format(Locale.ROOT, LINE, "name", "system", "scale", "weights", "where"));
        }
        for (Found model : found) {
            if (json) {
                console.json(object(model));
            } else {
                console.result(line(model));
            }
        }
        return ExitCode.OK.status();
    }

    private static String line(Found model) {
        ModelDescription description = model.description();
        String where = model.where() + (model.state().isEmpty() ? "" : " (" + model.state() + ")");
        return description == null
                ? String.format(Locale.ROOT, LINE, model.name(), "-", "-", "-", where)
                : String.format(
                        Locale.ROOT,
                        LINE,
                        model.name(),
                        description.system(),
                        description.scale() > 1 ? "×" + description.scale() : "-",
                        String.format(Locale.ROOT, "%,d", description.weights().parameters()),
                        where);
    }

    private static Map<String, Object> object(Found model) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", model.name());
        object.put("where", model.where());
        ModelDescription description = model.description();
        if (description != null) {
            object.put("system", description.system());
            object.put("scale", description.scale());
            object.put("parameters", description.weights().parameters());
            object.put("sha256", description.weights().sha256());
        }
        if (!model.state().isEmpty()) {
            object.put("state", model.state());
        }
        return object;
    }
}
