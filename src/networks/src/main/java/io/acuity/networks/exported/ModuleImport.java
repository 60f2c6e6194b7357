package io.acuity.networks.exported;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.ElementType;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.shift.ShiftSchedule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a bundle of a TorchScript module. Whether the module has the signature of its role shows when the bundle is
 * loaded.
 *
 * @param network what is known of the module, as the readers of bundles take it
 * @param process the chain of a denoiser under its published keys: a residual shift where {@code kappa} or
 *     {@code min_noise_level} is among them, otherwise a Gaussian one
 * @param scale magnification
 */
public record ModuleImport(JsonNode network, JsonNode process, int scale) {
    /** The system of modules that make images larger in one pass. */
    public static final String REGRESSION = "torchscript";
    /** The system of modules that are the network of a chain. */
    public static final String DENOISER = "torchscript-denoiser";
    /** Both. */
    public static final List<String> SYSTEMS = List.of(REGRESSION, DENOISER);
    /** The shortest side that modules are given where nothing else is said. */
    public static final int LEAST_SIDE = 16;

    private static final String STEPS = "n_timestep";

    /** Validates the scale, which no module tells. */
    public ModuleImport {
        if (scale < 1) {
            throw new IllegalArgumentException("A TorchScript module does not tell its scale; give it with --scale.");
        }
    }

    /**
     * Reads a module's file.
     *
     * @param system {@link #REGRESSION} or {@link #DENOISER}
     * @throws CorruptCheckpointException if the file cannot be read
     * @throws IllegalArgumentException if the chain is impossible, or one is given for a regression network
     */
    public ModelBundle read(String system, Path file, String name) {
        boolean chained = DENOISER.equals(system);
        if (!chained) {
            requireNoChain();
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        process.properties().forEach(entry -> kept.set(entry.getKey(), entry.getValue()));
        boolean shift = process.has("kappa") || process.has("min_noise_level");
        ModelDescription.Chain chain = chained && shift ? shiftChain(kept) : noShift(kept);
        if (!chained) {
            kept.put(STEPS, 1);
        } else if (!shift && !kept.has(STEPS)) {
            throw new IllegalArgumentException("The number of steps of a denoiser's chain stands nowhere in its module;"
                    + " give it with --steps, and the schedule with --schedule, --rate-start and --rate-end.");
        }
        Tensor bytes = module(file);
        Safetensors weights = new Safetensors(Map.of(bytes.name(), bytes), Map.of("format", "pt"));
        return new ModelBundle(
                new ModelDescription(
                        name,
                        system,
                        scale,
                        new ModelDescription.Network(system, 0, 0, 0, null),
                        chain,
                        new ModelDescription.Weights(Sha256.of(weights.encode()), 0),
                        null,
                        null,
                        null,
                        new ModelDescription.WholeImage(network, kept, null)),
                weights);
    }

    private void requireNoChain() {
        process.fieldNames().forEachRemaining(key -> {
            if (!key.startsWith("chop_")) {
                throw new IllegalArgumentException("A module of the system " + REGRESSION
                        + " makes an image in one pass, without a chain that " + key
                        + " could be set of; leave the options of chains out, or import it as " + DENOISER + ".");
            }
        });
    }

    private static ModelDescription.Chain shiftChain(ObjectNode process) {
        int steps = process.path("steps").asInt(process.path(STEPS).asInt());
        double kappa = process.path("kappa").asDouble();
        ShiftSchedule schedule = ShiftSchedule.resShift(
                steps,
                process.path("min_noise_level").asDouble(0.2),
                process.path("etas_end").asDouble(0.99),
                process.path("power").asDouble(0.3),
                kappa);
        String predicted = process.path("predict_type").asText("clean").toUpperCase(Locale.ROOT);
        process.remove(List.of("steps", STEPS, "kappa", "min_noise_level", "etas_end", "power", "predict_type"));
        return new ModelDescription.Chain(schedule.etas(), kappa, predicted);
    }

    private static ModelDescription.Chain noShift(ObjectNode process) {
        String predicted = process.path("prediction").asText("noise").toUpperCase(Locale.ROOT);
        return new ModelDescription.Chain(new double[0], 0, predicted);
    }

    private static Tensor module(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return new Tensor(
                    ExportedModule.TENSOR, ElementType.U8, List.of((long) bytes.length), ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new CorruptCheckpointException(
                    "The module " + file + " cannot be read; check that it is a file and may be read.", e);
        }
    }
}
