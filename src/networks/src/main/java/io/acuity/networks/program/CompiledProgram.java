package io.acuity.networks.program;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.acuity.networks.device.StagingBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program loaded once into the engine. It holds no weights: each call brings them. Owned by one device thread, which
 * makes, runs and closes it.
 */
public final class CompiledProgram implements AutoCloseable {
    private final Program program;
    /** Kept referenced: a collected model releases its module. */
    private final Model model;

    private final ParameterStore store;
    private final List<StagingBuffer> staging;
    private final boolean owner;

    private CompiledProgram(Program program, Model model) {
        this.program = program;
        this.model = model;
        this.store = new ParameterStore(model.getNDManager(), false);
        this.staging = Stream.generate(StagingBuffer::new)
                .limit(program.inputs().size())
                .toList();
        this.owner = true;
    }

    private CompiledProgram(CompiledProgram lender) {
        this.program = lender.program;
        this.model = lender.model;
        this.store = lender.store;
        this.staging = lender.staging;
        this.owner = false;
    }

    /**
     * Compiles {@code program} for {@code device}.
     *
     * @throws InvalidProgramException if the engine refuses the source
     */
    public static CompiledProgram compile(Program program, Device device) {
        Model model = Model.newInstance("program", device, "PyTorch");
        try {
            model.load(new ByteArrayInputStream(ProgramArchive.pack(program)));
            return new CompiledProgram(program, model);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new InvalidProgramException(
                    "The engine refused an emitted program; its source is:\n" + program.source(), e);
        }
    }

    /** The program this was compiled from. */
    public Program program() {
        return program;
    }

    /** The same module on loan: closing it does nothing. */
    CompiledProgram lent() {
        return new CompiledProgram(this);
    }

    /**
     * Memory to bring values of an input in. It is kept from call to call and shared by all borrowers of the module, whose calls
     * are made by one thread; so exchanging weights allocates none.
     *
     * @param input index in {@link Program#inputs}
     */
    public StagingBuffer staging(int input) {
        return staging.get(input);
    }

    /**
     * Runs the program.
     *
     * @param scope owner of the results; close it to release them
     * @param inputs tensors in the order of {@link Program#inputs}; not consumed
     * @param weights tensors in the order of {@link Program#parameters}; not consumed
     * @return one array, or as many as the program lists
     */
    public NDList run(NDManager scope, List<NDArray> inputs, List<NDArray> weights) {
        return call(scope, inputs, weights, false);
    }

    /**
     * Runs the program so that gradients can flow back to those weights that require them. To be called inside a
     * {@code GradientCollector}; otherwise as {@link #run}.
     */
    public NDList runForGradients(NDManager scope, List<NDArray> inputs, List<NDArray> weights) {
        return call(scope, inputs, weights, true);
    }

    private NDList call(NDManager scope, List<NDArray> inputs, List<NDArray> weights, boolean gradients) {
        if (inputs.size() != program.inputs().size()
                || weights.size() != program.parameters().size()) {
            throw new IllegalArgumentException(
                    "A program of " + program.inputs().size() + " inputs and "
                            + program.parameters().size() + " weights was called with " + inputs.size() + " and "
                            + weights.size() + ".");
        }
        NDList arguments = new NDList(inputs);
        weights.forEach(weight -> weight.setName("w[]"));
        arguments.addAll(weights);
        NDList results = block().forward(store, arguments, gradients);
        results.attach(scope);
        return results;
    }

    private Block block() {
        return model.getBlock();
    }

    @Override
    public void close() {
        if (owner) {
            model.close();
        }
    }
}
