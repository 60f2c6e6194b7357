package io.acuity.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A tracker in a process of its own, with the settings of this one, that can be killed. */
final class TrackerChild implements AutoCloseable {
    private final Process process;

    private TrackerChild(Process process) {
        this.process = process;
    }

    /** Starts {@code acuity service tracker}; returns at once. */
    static TrackerChild start(String bootstrap, Path dataDir) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), "io.acuity.cli.Acuity"));
        command.addAll(List.of("service", "tracker", "--bootstrap", bootstrap, "--data-dir", dataDir.toString()));
        return new TrackerChild(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Processor time it has taken so far, in seconds: what the wait was made of on a machine that does other things too. */
    double processorSeconds() {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    /** Ends it as the kernel would: nothing is committed, nobody is told. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
