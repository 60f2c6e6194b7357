package io.acuity.networks;

import ai.djl.Device;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.diffusion.mask.MaskedShift;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.masked.GatedCnn;
import io.acuity.networks.masked.GatedCnnDenoiser;
import io.acuity.networks.program.CompiledProgram;
import io.acuity.networks.program.ProgramSource;

/** Turns bundles of mask-gated networks into models on the device. */
public final class MaskedModels {
    /** What {@code model.json} calls such a system. */
    public static final String SYSTEM = "masked-shift";

    private static final String GATED_CNN = "gated-cnn";

    private MaskedModels() {}

    /**
     * Compiles the programs a bundle describes and puts its weights on the device. To be called on the device thread.
     *
     * @throws CorruptCheckpointException if the description asks for something unknown or the weights do not fit
     */
    public static LoadedMaskedModel load(ModelBundle bundle, Precision precision) {
        return load(bundle, precision, CompiledProgram::compile);
    }

    /** As {@link #load(ModelBundle, Precision)}, with programs from {@code programs}: checkpoints may share them. */
    public static LoadedMaskedModel load(ModelBundle bundle, Precision precision, ProgramSource programs) {
        ModelDescription description = bundle.description();
        ModelDescription.Network network = description.network();
        Integer trunkBlocks = network.trunkBlocks();
        if (!GATED_CNN.equals(network.type()) || trunkBlocks == null) {
            throw new CorruptCheckpointException("The model " + description.name() + " cannot be used: a " + SYSTEM
                    + " has a network of type " + GATED_CNN + " with trunkBlocks, not " + network.type()
                    + "; correct its model.json or choose another model.");
        }
        try {
            MaskedShift process = new MaskedShift(ShiftSchedule.of(
                    description.process().etas(), description.process().kappa()));
            GatedCnn shape =
                    new GatedCnn(network.width(), network.blocks(), trunkBlocks, process.steps(), description.scale());
            return new LoadedMaskedModel(
                    description.name(),
                    bundle.checkpointId(),
                    bundle.sha256(),
                    description.scale(),
                    process,
                    GatedCnnDenoiser.load(
                            shape, bundle.weights().tensors(), precision.scalarType(), Device.cpu(), programs));
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The model " + description.name() + " describes an impossible chain or network: " + e.getMessage(),
                    e);
        }
    }
}
