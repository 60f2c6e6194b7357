package io.acuity.cli.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A command of this program in a process of its own, with the settings of this one, that can be killed. */
public final class AcuityChild implements AutoCloseable {
    private static final double KIB_PER_MIB = 1024;

    /** The class that reads the command line. */
    public static final String PROGRAM = "io.acuity.cli.Acuity";

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // Whoever is interrupted closes nothing, and orphans would hold ports and processors.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "acuity-children"));
    }

    private final Process process;

    private AcuityChild(Process process) {
        this.process = process;
        RUNNING.add(process);
        var unused = process.onExit().thenAccept(RUNNING::remove);
    }

    /** Starts {@code acuity service tracker}; returns at once. What it complains about is shown. */
    public static AcuityChild tracker(String bootstrap, Path dataDir) throws IOException {
        return start(
                Redirect.INHERIT,
                List.of(),
                List.of("service", "tracker", "--bootstrap", bootstrap, "--data-dir", dataDir.toString()));
    }

    /**
     * Starts a command; returns at once.
     *
     * @param complaints where its standard error goes
     * @param javaOptions further options of the Java machine
     */
    public static AcuityChild start(Redirect complaints, List<String> javaOptions, List<String> arguments)
            throws IOException {
        return start(new ChildOrder(PROGRAM, arguments, javaOptions, Map.of(), complaints));
    }

    /** Starts what was ordered; returns at once. */
    public static AcuityChild start(ChildOrder order) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(order.javaOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), order.program()));
        command.addAll(order.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(order.complaints());
        builder.environment().putAll(order.environment());
        return new AcuityChild(builder.start());
    }

    /** Its number in the operating system. */
    public long pid() {
        return process.pid();
    }

    /** Memory it holds, in MiB; 0 once it has ended. */
    public double residentMib() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            if (!process.isAlive()) {
                return 0;
            }
            throw new UncheckedIOException("The memory of a process cannot be read from " + status + ".", e);
        }
    }

    /** Processor time it has taken so far, in seconds: what the wait was made of on a machine that does other things too. */
    public double processorSeconds() {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended, at most as long as {@code patience}; whether it has. */
    public boolean hasEnded(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How it ended; only once it is not alive. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** Ends it as the kernel would: nothing is committed, nobody is told. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it in the middle of whatever it does, as a host under pressure would; nobody in it notices. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on where it was. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(
                    "The signal " + name + " did not reach process " + process.pid() + "; it has ended by itself.");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
