package io.acuity.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.frame.FrameChop;
import io.acuity.diffusion.frame.OnePassFrameModel;
import io.acuity.networks.exported.ExportedRegression;
import io.acuity.networks.exported.ModuleImport;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.regression.RegressionNetwork;
import io.acuity.networks.regression.RegressionUpscaler;
import io.acuity.networks.regression.Rfdn;
import io.acuity.networks.regression.Rlfn;
import io.acuity.networks.regression.Span;
import java.util.List;

/**
 * Turns bundles of regression networks into models on the device. Gates of RLFN and RFDN depend on the size of what they
 * look at, so that these work on whole images; larger ones than the chop size are cut into patches that overlap.
 */
final class RegressionModels {
    static final String RLFN = "rlfn";
    static final String RFDN = "rfdn";
    static final String SPAN = "span";
    /** A module exported elsewhere. */
    static final String EXPORTED = ModuleImport.REGRESSION;

    private static final List<String> SYSTEMS = List.of(RLFN, RFDN, SPAN, EXPORTED);

    /** Sides of patches, in LR pixels: about a second of a core, in which other jobs wait. */
    private static final int CHOP = 512;
    /** Of eight pixels of a patch, one overlaps the next. */
    private static final int OVERLAP = 8;

    private RegressionModels() {}

    /** Their names, for messages. */
    static String systems() {
        return String.join(", ", SYSTEMS);
    }

    static boolean describes(ModelDescription description) {
        return SYSTEMS.contains(description.system());
    }

    /**
     * Compiles the program a bundle describes and puts its weights on the device.
     *
     * @throws IllegalArgumentException if the description asks for something impossible
     * @throws io.acuity.checkpoints.CorruptCheckpointException if the weights do not fit
     */
    static OnePassFrameModel load(ModelBundle bundle, ModelDescription.WholeImage whole, Precision precision) {
        FrameChop chop = chop(whole.process());
        if (EXPORTED.equals(bundle.description().system())) {
            int scale = bundle.description().scale();
            return new OnePassFrameModel(
                    ExportedRegression.load(bundle.weights().tensors(), whole.network(), scale), chop);
        }
        RegressionNetwork network = network(bundle.description().system(), whole.network());
        if (network.scale() != bundle.description().scale()) {
            throw new IllegalArgumentException("its network enlarges by " + network.scale() + ", but its scale is "
                    + bundle.description().scale() + ".");
        }
        return new OnePassFrameModel(
                RegressionUpscaler.load(network, bundle.weights().tensors(), type(precision)), chop);
    }

    private static RegressionNetwork network(String system, JsonNode config) {
        return switch (system) {
            case RLFN -> Rlfn.of(config);
            case RFDN -> Rfdn.of(config);
            case SPAN -> Span.of(config);
            default -> throw new IllegalArgumentException("its system " + system + " is not known.");
        };
    }

    /**
     * Where nothing else is asked for, fp32 on every processor: these networks pass the picture itself through their
     * layers, and bfloat16 keeps eight bits of it.
     */
    private static ScalarType type(Precision precision) {
        return precision == Precision.AUTO ? ScalarType.FLOAT32 : precision.scalarType();
    }

    static FrameChop chop(JsonNode process) {
        int side = process.path("chop_size").asInt(CHOP);
        if (side == 0) {
            return FrameChop.NEVER;
        }
        return new FrameChop(side, process.path("chop_stride").asInt(Math.max(1, side - side / OVERLAP)));
    }
}
