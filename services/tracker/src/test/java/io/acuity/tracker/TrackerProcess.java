package io.acuity.tracker;

import io.acuity.streaming.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A tracker in a process of its own, which a test can kill. */
public final class TrackerProcess implements AutoCloseable {

    private final Process process;

    private TrackerProcess(Process process) {
        this.process = process;
    }

    public static TrackerProcess start(KafkaSettings kafka, Path stateDir) throws IOException {
        return new TrackerProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrackerProcess.class.getName(),
                        kafka.bootstrap(),
                        stateDir.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** As the kernel does it: nothing is committed, nobody is told. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws InterruptedException {
        try (var tracker = TrackerService.start(TrackerSettings.of(KafkaSettings.of(args[0]), Path.of(args[1])))) {
            tracker.running().join();
            new CountDownLatch(1).await();
        }
    }
}
