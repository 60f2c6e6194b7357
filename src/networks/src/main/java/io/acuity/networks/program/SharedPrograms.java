package io.acuity.networks.program;

import ai.djl.Device;
import java.util.HashMap;
import java.util.Map;

/**
 * Programs that are compiled once and serve every checkpoint of their architecture: exchanging a checkpoint exchanges a list of
 * weights, and the module, with all it has specialised itself for, stays. What is handed out may be closed by who asked for it;
 * the module lives until this is closed, after the last call. Owned by the device thread.
 */
public final class SharedPrograms implements ProgramSource, AutoCloseable {
    private final Map<Place, CompiledProgram> compiled = new HashMap<>();

    private record Place(Program program, Device device) {}

    /** Creates an empty collection. */
    public SharedPrograms() {}

    @Override
    public CompiledProgram compile(Program program, Device device) {
        return compiled.computeIfAbsent(new Place(program, device), missing -> CompiledProgram.compile(program, device))
                .lent();
    }

    /** Number of modules. */
    public int size() {
        return compiled.size();
    }

    @Override
    public void close() {
        compiled.values().forEach(CompiledProgram::close);
        compiled.clear();
    }
}
