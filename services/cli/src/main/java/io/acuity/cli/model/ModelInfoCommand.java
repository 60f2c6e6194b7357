package io.acuity.cli.model;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.networks.WholeImageModels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a model is, after its weights were verified. */
@Command(
        name = "info",
        description = {
            "Says what a model is: network, chain, weights, how it was made, what it was measured at, its licence.",
            "Its weights are verified against their hash first."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the model is whole", "1:it cannot be read or fails its hash", "2:there is no such model"},
        footerHeading = "%nExamples:%n",
        footer = {"  acuity model info acuity-m-x4", "  acuity model info sr3-x8 --tensors"})
public final class ModelInfoCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "NAME|DIR|ZIP",
            description = "Shipped model, folder of a bundle, exported archive, or a name in your folder.")
    private String model = "";

    @Mixin
    private ModelPlaces places = new ModelPlaces();

    @Option(names = "--tensors", description = "Also list the tensors: name, type, shape.")
    private boolean tensors;

    @Option(names = "--json", description = "Print one JSON object: the description, and the tensors if asked for.")
    private boolean json;

    /** Creates the command. */
    public ModelInfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ModelBundle bundle = places.find(model);
        List<Listed> listed = tensors
                ? bundle.weights().tensors().values().stream().map(Listed::of).toList()
                : List.of();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("checkpoint", bundle.checkpointId());
            object.put("description", bundle.description());
            if (tensors) {
                object.put("tensors", listed);
            }
            console.json(object);
            return ExitCode.OK.status();
        }
        facts(bundle).forEach((name, value) -> console.result(String.format(Locale.ROOT, "%-12s %s", name, value)));
        listed.forEach(tensor -> console.result("  " + tensor.name + "  " + tensor.type + " " + tensor.shape));
        return ExitCode.OK.status();
    }

    private static String scale(ModelDescription description) {
        String most = "×" + description.scale();
        return WholeImageModels.isContinuous(description) ? "any up to " + most : most;
    }

    private static Map<String, Object> facts(ModelBundle bundle) {
        ModelDescription description = bundle.description();
        ModelDescription.WholeImage whole = description.wholeImage();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", bundle.checkpointId());
        facts.put("system", description.system());
        if (description.scale() > 1) {
            facts.put("scale", scale(description));
        }
        if (description.mostSteps() > 0) {
            facts.put("steps", description.mostSteps() + " at most");
        }
        facts.put("network", whole == null ? sizes(description.network()) : whole.network());
        if (whole != null) {
            facts.put("chain", whole.process());
        } else {
            facts.put(
                    "chain",
                    "κ = " + description.process().kappa() + ", predicts "
                            + description.process().target());
        }
        if (whole != null && whole.codec() != null) {
            facts.put("autoencoder", whole.codec());
        }
        facts.put(
                "weights",
                String.format(
                        Locale.ROOT,
                        "%,d in %d tensors, SHA-256 %s (verified)",
                        description.weights().parameters(),
                        bundle.weights().tensors().size(),
                        bundle.sha256()));
        facts.put("training", said(description.training()));
        facts.put("measured", said(description.metrics()));
        facts.put("licence", said(description.licence()));
        return facts;
    }

    private static Object said(@Nullable Object fact) {
        return fact == null ? "not stated" : fact;
    }

    private static String sizes(ModelDescription.Network network) {
        return network.type() + ", " + network.width() + " channels, " + network.blocks() + " blocks"
                + (network.trunkBlocks() == null ? "" : " and " + network.trunkBlocks() + " in the trunk");
    }

    private record Listed(String name, String type, List<Long> shape) {
        static Listed of(Tensor tensor) {
            return new Listed(tensor.name(), tensor.type().toString(), tensor.shape());
        }
    }
}
