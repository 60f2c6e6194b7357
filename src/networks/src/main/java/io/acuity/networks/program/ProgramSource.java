package io.acuity.networks.program;

import ai.djl.Device;

/**
 * Where compiled programs come from: {@code CompiledProgram::compile} makes each anew, {@link SharedPrograms} makes one for
 * all checkpoints of an architecture. Called by the device thread.
 */
@FunctionalInterface
public interface ProgramSource {
    /**
     * The compiled program; whoever asked closes it.
     *
     * @throws InvalidProgramException if the engine refuses the source
     */
    CompiledProgram compile(Program program, Device device);
}
