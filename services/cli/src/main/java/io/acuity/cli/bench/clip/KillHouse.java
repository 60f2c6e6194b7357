package io.acuity.cli.bench.clip;

import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.video.VideoCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tracker, two workers and a {@link VideoCommand} for each clip, each in a process of its own that can be killed; only the broker is
 * somebody else's. One thread at a time.
 */
final class KillHouse implements AutoCloseable {
    private static final int WORKERS = 2;
    /** Processes that are killed soon need not be compiled for speed; what takes long in them is native. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final int TAIL = 2_000;
    private static final int MOST_RESTARTS = 10;

    private final Path folder;
    private final String bootstrap;
    private final ModelOptions model;
    private final Map<String, AcuityChild> workers = new LinkedHashMap<>();
    private final Map<Subject, AcuityChild> commands = new LinkedHashMap<>();
    private @Nullable AcuityChild tracker;
    private int named;
    private int restarts;

    /** What can be killed. */
    enum Victim {
        /** The worker that told the latest outcome; another one takes its place, under another name. */
        WORKER,
        /** The only tracker; it is started again. */
        TRACKER,
        /** The commands that encode; they are given again. */
        COMMAND;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A clip on its way. */
    record Subject(String id, Path source, Path target) {}

    KillHouse(Path folder, String bootstrap, ModelOptions model) {
        this.folder = folder;
        this.bootstrap = bootstrap;
        this.model = model;
    }

    /** Starts all processes; returns at once. */
    void start(List<Subject> subjects) throws IOException {
        Files.createDirectories(blobs());
        tracker = startTracker();
        for (int i = 0; i < WORKERS; i++) {
            startWorker();
        }
        for (Subject subject : subjects) {
            startCommand(subject);
        }
    }

    /** Where payloads lie. */
    Path blobs() {
        return folder.resolve("blobs");
    }

    private AcuityChild startTracker() throws IOException {
        return child(List.of(
                "service",
                "tracker",
                "--bootstrap",
                bootstrap,
                "--data-dir",
                folder.resolve("tracker").toString()));
    }

    private void startWorker() throws IOException {
        named++;
        String name = "w" + named;
        workers.put(
                name,
                child(List.of(
                        "service",
                        "worker",
                        "--bootstrap",
                        bootstrap,
                        "--blobs",
                        blobs().toUri().toString(),
                        "--model",
                        model.models().getFirst(),
                        "--precision",
                        model.precision().name(),
                        "--name",
                        name)));
    }

    private void startCommand(Subject subject) throws IOException {
        commands.put(
                subject,
                child(List.of(
                        "video",
                        subject.source().toString(),
                        "-o",
                        subject.target().toString(),
                        "--clip-id",
                        subject.id(),
                        "--model",
                        model.models().getFirst(),
                        "--bootstrap",
                        bootstrap,
                        "--blobs",
                        blobs().toUri().toString(),
                        "--quiet")));
    }

    private AcuityChild child(List<String> arguments) throws IOException {
        return AcuityChild.start(Redirect.appendTo(log().toFile()), SHORT_LIVED, arguments);
    }

    private Path log() {
        return folder.resolve("processes.log");
    }

    /**
     * Kills with SIGKILL, and starts what takes its place.
     *
     * @param busy name of a worker at work
     * @return who was killed
     */
    String kill(Victim victim, Optional<String> busy) throws IOException, InterruptedException {
        return switch (victim) {
            case WORKER -> {
                String name = busy.filter(workers::containsKey)
                        .orElseGet(() -> workers.keySet().iterator().next());
                kill(workers.remove(name));
                startWorker();
                yield name;
            }
            case TRACKER -> {
                kill(tracker);
                tracker = startTracker();
                yield "tracker";
            }
            case COMMAND -> {
                for (Map.Entry<Subject, AcuityChild> command : List.copyOf(commands.entrySet())) {
                    kill(command.getValue());
                    startCommand(command.getKey());
                }
                yield "commands";
            }
        };
    }

    private static void kill(@Nullable AcuityChild child) throws InterruptedException {
        if (child != null) {
            child.kill();
        }
    }

    /** Whether all clips are done. */
    boolean isDone() {
        return commands.values().stream().allMatch(KillHouse::isComplete);
    }

    /**
     * Looks after the processes, as a supervisor would: one that found no broker, as happens on a machine with much else to do, is
     * started again.
     *
     * @throws CommandException when one ended otherwise, or too many did
     */
    void lookAfter() throws IOException {
        if (tracker != null && mustStart(tracker)) {
            tracker = startTracker();
        }
        for (Map.Entry<String, AcuityChild> worker : List.copyOf(workers.entrySet())) {
            if (mustStart(worker.getValue())) {
                workers.remove(worker.getKey());
                startWorker();
            }
        }
        for (Map.Entry<Subject, AcuityChild> command : List.copyOf(commands.entrySet())) {
            AcuityChild child = command.getValue();
            if (!isComplete(child) && mustStart(child)) {
                startCommand(command.getKey());
            }
        }
    }

    private static boolean isComplete(AcuityChild command) {
        return !command.isAlive() && command.exitStatus() == ExitCode.OK.status();
    }

    private boolean mustStart(AcuityChild child) throws IOException {
        if (child.isAlive()) {
            return false;
        }
        restarts++;
        if (child.exitStatus() != ExitCode.UNAVAILABLE.status() || restarts > MOST_RESTARTS) {
            String log = Files.readString(log());
            throw new CommandException(
                    ExitCode.FAILED,
                    "A process ended that nobody had killed; it said: "
                            + log.substring(Math.max(0, log.length() - TAIL)).strip());
        }
        return true;
    }

    @Override
    public void close() {
        commands.values().forEach(AcuityChild::close);
        workers.values().forEach(AcuityChild::close);
        if (tracker != null) {
            tracker.close();
        }
    }
}
