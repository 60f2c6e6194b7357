package io.acuity.networks;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.ProgramSource;
import io.acuity.networks.residualshift.ResidualCnn;
import io.acuity.networks.residualshift.ResidualCnnDenoiser;

/** Turns bundles into models on the device. */
public final class Models {
    /** The system these bundles name. */
    public static final String SYSTEM = "residual-shift";

    private static final String RESIDUAL_CNN = "residual-cnn";

    private Models() {}

    /**
     * Compiles the program a bundle describes and puts its weights on the device. To be called on the device thread.
     *
     * @throws CorruptCheckpointException if the description asks for something unknown or the weights do not fit
     */
    public static LoadedModel load(ModelBundle bundle, Precision precision) {
        return load(bundle, precision, CompiledProgram::compile);
    }

    /** As {@link #load(ModelBundle, Precision)}, with programs from {@code programs}: checkpoints may share them. */
    public static LoadedModel load(ModelBundle bundle, Precision precision, ProgramSource programs) {
        ModelDescription description = bundle.description();
        ShiftProcess process = process(bundle);
        ResidualCnn network = network(bundle);
        if (network.steps() != process.steps()) {
            throw unusable(
                    bundle, "its network has " + network.steps() + " steps but its chain has " + process.steps());
        }
        return new LoadedModel(
                description.name(),
                bundle.checkpointId(),
                bundle.sha256(),
                description.scale(),
                process,
                ResidualCnnDenoiser.load(network, bundle.weights(), precision.scalarType(), Device.cpu(), programs));
    }

    /** The chain a bundle was trained for. */
    public static ShiftProcess process(ModelBundle bundle) {
        ModelDescription description = bundle.description();
        if (!SYSTEM.equals(description.system())) {
            throw unusable(bundle, "its system " + description.system() + " is not supported, only " + SYSTEM);
        }
        ModelDescription.Chain chain = description.process();
        try {
            return ShiftProcess.of(ShiftSchedule.of(chain.etas(), chain.kappa()), Target.valueOf(chain.target()));
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The model " + description.name() + " describes an impossible chain: " + e.getMessage(), e);
        }
    }

    private static ResidualCnn network(ModelBundle bundle) {
        ModelDescription.Network network = bundle.description().network();
        if (!RESIDUAL_CNN.equals(network.type())) {
            throw unusable(bundle, "its network " + network.type() + " is not supported, only " + RESIDUAL_CNN);
        }
        try {
            return new ResidualCnn(
                    network.width(),
                    network.blocks(),
                    network.steps(),
                    bundle.description().scale());
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The model " + bundle.description().name() + " describes an impossible network: " + e.getMessage(),
                    e);
        }
    }

    private static CorruptCheckpointException unusable(ModelBundle bundle, String why) {
        return new CorruptCheckpointException(
                "The model " + bundle.description().name() + " cannot be used: " + why
                        + "; correct its model.json or choose another model.");
    }
}
