package io.acuity.cli.model;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.networks.Precision;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.exported.ModuleImport;
import io.acuity.networks.published.ImportSettings;
import io.acuity.networks.published.PublishedConfigFile;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a bundle of weights that others published. */
@Command(
        name = "import",
        description = {
            "Makes a bundle of published weights: PyTorch .pth or .pt, or safetensors.",
            "Every tensor is compared with what the network asks for; nothing in the file is run, but TorchScript modules are: "
                    + "import those of people you trust."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the bundle was written and reads again",
            "1:the weights cannot be read, do not fit the system, or hold a value that is not finite; a module has another signature",
            "2:the command line was wrong (system, option)"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity model import --system sr3 --weights I640000_E37_gen.pth --out sr3-x8",
            "  acuity model import --system resshift --weights resshift_realsrx4_s15_v1.pth"
                    + " --autoencoder autoencoder_vq_f4.pth --out resshift-x4",
            "  acuity upscale photo.jpg --model resshift-x4",
            "  acuity model import --system rlfn --weights team00_rlfn.pth --out rlfn-x4",
            "  acuity model import --system dino-vit-s8 --weights dino_deitsmall8_pretrain.pth"
                    + " --out ~/.acuity/models/dino-vit-s8"
        })
public final class ModelImportCommand implements Callable<Integer> {
    /** Published configurations are JSON with comments. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

    private final Console console;

    @Option(
            names = "--system",
            required = true,
            paramLabel = "NAME",
            description =
                    "sr3, srdiff, idm, resshift, deltadiff, resshift-vqgan, rlfn, rfdn, span, dino-vit-s8, dino-vit-s16, "
                            + "dino-resnet50; torchscript (a regression network) or torchscript-denoiser for modules exported elsewhere.")
    private String systemName = "";

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "The published weights, or the TorchScript module.")
    private Path weights = Path.of("");

    @Option(
            names = "--autoencoder",
            paramLabel = "FILE",
            description = "resshift, deltadiff: the published weights of the autoencoder.")
    private @Nullable Path autoencoder;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the bundle.")
    private Path out = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The published configuration as JSON, where shapes and defaults do not tell it: SR3's file, "
                    + "ResShift's model, diffusion and autoencoder, or the network's parameters alone.")
    private @Nullable Path config;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description =
                    "How many times larger results are (default: as --config says; sr3 and idm 8, resshift 4; srdiff's weights tell).")
    private int scale;

    @Mixin
    private ChainOptions chain = new ChainOptions();

    @Option(
            names = "--probe",
            paramLabel = "FILE",
            description = "The linear probe beside the weights, for dino-resnet50: dino_resnet50_linearweights.pth.")
    private @Nullable Path probe;

    @Option(names = "--keep-type", description = "Keep half precision instead of widening it to fp32.")
    private boolean keepType;

    /** Creates the command. */
    public ModelImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            ModelBundle bundle = ModuleImport.SYSTEMS.contains(systemName) ? module() : published();
            bundle.write(out);
            ModelBundle back = ModelBundle.read(out);
            console.result("Imported " + back.weights().tensors().size() + " tensors with "
                    + back.description().weights().parameters() + " weights as " + back.checkpointId() + " into " + out
                    + ".");
            return ExitCode.OK.status();
        } catch (CorruptCheckpointException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "The bundle cannot be written to " + out + "; check that it is a folder.", e);
        }
    }

    private ModelBundle published() {
        PublishedSystem system = PublishedSystem.of(systemName)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "There is no system " + systemName + " to import; choose one of " + PublishedSystem.ids() + ", "
                                + String.join(", ", ModuleImport.SYSTEMS) + "."));
        WeightImport weightImport = new WeightImport(system, settings(system));
        String name = BundleNames.ofFolder(out, system.id());
        return probe == null
                ? weightImport.read(weights, autoencoder, name)
                : weightImport.readProbed(weights, probe, name);
    }

    /** A module is run once, as a worker would, so that a wrong one is known before it is served. */
    private ModelBundle module() {
        ObjectNode process = JsonNodeFactory.instance.objectNode();
        chain.addTo(process, true);
        ImportSettings given =
                PublishedConfigFile.settings(configuration(), false).with(process, scale);
        ModelBundle bundle = new ModuleImport(given.network(), given.process(), given.scale())
                .read(systemName, weights, BundleNames.ofFolder(out, systemName));
        WholeImageModels.load(bundle, Precision.FP32).close();
        return bundle;
    }

    private ImportSettings settings(PublishedSystem system) {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        chain.addTo(given, system.isGaussian());
        return PublishedConfigFile.settings(configuration(), keepType).with(given, scale);
    }

    private JsonNode configuration() {
        if (config == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(config));
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE, "The configuration " + config + " cannot be read; it is to be a JSON file.", e);
        }
    }
}
