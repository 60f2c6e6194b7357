package io.acuity.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a bundle of weights that others published. */
@Command(
        name = "import",
        description = {
            "Makes a bundle of published weights: PyTorch .pth or .pt, or safetensors.",
            "Every tensor is compared with what the network asks for; nothing in the file is run."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the bundle was written and reads again",
            "1:the weights cannot be read, do not fit the system, or hold a value that is not finite",
            "2:the command line was wrong (system, option)"
        },
        footerHeading = "%nExample:%n",
        footer = "  acuity model import --system dino-vit-s8 --weights dino_deitsmall8_pretrain.pth"
                + " --out ~/.acuity/models/dino-vit-s8")
public final class ModelImportCommand implements Callable<Integer> {
    /** Where configurations stand in files that hold more than one. */
    private static final List<String> CONFIG_KEYS = List.of("config", "unet");

    private final Console console;

    @Option(
            names = "--system",
            required = true,
            paramLabel = "NAME",
            description = "dino-vit-s8, dino-vit-s16, dino-resnet50, sr3, resshift or resshift-vqgan.")
    private String systemName = "";

    @Option(names = "--weights", required = true, paramLabel = "FILE", description = "The published weights.")
    private Path weights = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the bundle.")
    private Path out = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The network's published configuration as JSON, where its shapes do not tell it.")
    private @Nullable Path config;

    @Option(names = "--keep-type", description = "Keep half precision instead of widening it to fp32.")
    private boolean keepType;

    /** Creates the command. */
    public ModelImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PublishedSystem system = PublishedSystem.of(systemName)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "There is no system " + systemName + " to import; choose one of " + PublishedSystem.ids()
                                + "."));
        try {
            ModelBundle bundle = new WeightImport(system, configuration(), keepType).read(weights, name(system));
            bundle.write(out);
            ModelBundle back = ModelBundle.read(out);
            console.result("Imported " + back.weights().tensors().size() + " tensors with "
                    + back.description().weights().parameters() + " weights as " + back.checkpointId() + " into " + out
                    + ".");
            return ExitCode.OK.status();
        } catch (CorruptCheckpointException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The bundle cannot be written to " + out + "; check that it is a folder.", e);
        }
    }

    private String name(PublishedSystem system) {
        return Optional.ofNullable(out.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .orElse(system.id());
    }

    private JsonNode configuration() {
        if (config == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(config));
            return CONFIG_KEYS.stream()
                    .map(root::path)
                    .filter(JsonNode::isObject)
                    .findFirst()
                    .orElse(root);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE, "The configuration " + config + " cannot be read; it is to be a JSON file.", e);
        }
    }
}
