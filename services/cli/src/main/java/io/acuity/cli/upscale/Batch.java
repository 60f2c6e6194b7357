package io.acuity.cli.upscale;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.files.WholeFile;
import io.acuity.imaging.decode.UnreadableImageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** The images of one command: checked first, then uploaded a few at a time, so that uploads never run far ahead. */
final class Batch {
    private static final int WINDOW = 8;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final List<Item> items = new ArrayList<>();
    private final Outputs outputs;
    private final Habits habits;
    private final BatchReport report;
    private final AtomicInteger failures = new AtomicInteger();

    private Batch(Outputs outputs, Habits habits, BatchReport report) {
        this.outputs = outputs;
        this.habits = habits;
        this.report = report;
    }

    /**
     * How a batch is worked through.
     *
     * @param resume whether images whose result is there, and not older than they are, are left out
     * @param compare whether a comparison is written beside each result
     */
    record Habits(boolean resume, boolean compare) {}

    private record Item(int index, Path input, Path output) {}

    /** Looks at all inputs and outputs; what can't work is reported and left out. */
    static Batch plan(List<Inputs.Input> inputs, Outputs outputs, Habits habits, BatchReport report) {
        Batch batch = new Batch(outputs, habits, report);
        inputs.forEach(input -> batch.item(input).ifPresent(batch.items::add));
        return batch;
    }

    private Optional<Item> item(Inputs.Input input) {
        try {
            requireReadable(input.file());
            Path output = outputs.of(input);
            if (habits.resume && isDone(input.file(), output)) {
                report.leftOut(input.file(), output);
                return Optional.empty();
            }
            return Optional.of(new Item(items.size(), input.file(), output));
        } catch (CommandException e) {
            failed(input.file(), "NOT_ATTEMPTED", e.sentence());
            return Optional.empty();
        }
    }

    // Results take their names only when they are whole.
    private static boolean isDone(Path input, Path output) {
        try {
            return Files.isRegularFile(output)
                    && Files.getLastModifiedTime(output).compareTo(Files.getLastModifiedTime(input)) >= 0;
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "It cannot be compared with " + output + ".", e);
        }
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    boolean hasFailures() {
        return failures.get() > 0;
    }

    /** Sends all images to the gateway and writes what comes back. */
    void run(OpenGateway gateway, Order order, Duration patience) throws IOException, InterruptedException {
        try (BatchProgress progress = BatchProgress.of(report, items.size())) {
            run(gateway, order, patience, items, progress);
        }
    }

    /** Does the same for the images of a folder as they come, until the watch is closed and those in work are done. */
    void watch(FolderWatch folder, OpenGateway gateway, Order order, Duration patience)
            throws IOException, InterruptedException {
        Iterable<Item> coming = () -> StreamSupport.stream(((Iterable<Inputs.Input>) () -> folder).spliterator(), false)
                .flatMap(input -> item(input).stream())
                .iterator();
        run(gateway, order, patience, coming, BatchProgress.none());
    }

    private void run(OpenGateway gateway, Order order, Duration patience, Iterable<Item> work, BatchProgress progress)
            throws IOException, InterruptedException {
        try (GatewayClient client = new GatewayClient(gateway);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitReady(client, gateway.url(), patience);
            Semaphore window = new Semaphore(WINDOW);
            for (Item item : work) {
                window.acquire();
                threads.execute(() -> {
                    try {
                        upscale(client, item, order, progress);
                    } finally {
                        window.release();
                    }
                });
            }
            threads.shutdown();
            boolean ended = threads.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                throw new CommandException(ExitCode.FAILED, "The images were not done within a day; giving up.");
            }
        }
    }

    private static void awaitReady(GatewayClient client, URI gateway, Duration patience)
            throws IOException, InterruptedException {
        try {
            client.awaitReady(patience);
        } catch (ConnectException e) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "No gateway answers at " + gateway + "; start one with 'acuity up', or leave --server out.",
                    e);
        } catch (JobProblem e) {
            throw new CommandException(ExitCode.UNAVAILABLE, e.sentence(), e);
        }
    }

    private void upscale(GatewayClient client, Item item, Order order, BatchProgress progress) {
        try {
            String jobId = client.submit(item.input, order);
            JsonNode job = client.await(jobId, (done, total) -> progress.progressed(item.index, done, total));
            write(client, jobId, item.output);
            if (habits.compare) {
                new Comparison().write(item.input, item.output);
            }
            progress.finished(item.index);
            report.succeeded(item.input, item.output, job);
        } catch (JobProblem e) {
            failed(item.input, e.code(), e.sentence());
        } catch (CommandException | UnreadableImageException e) {
            failed(item.input, "NOT_COMPARED", "The comparison was not written: " + e.getMessage());
        } catch (IOException e) {
            failed(item.input, "IO", "The result could not be fetched or written (" + e.getMessage() + ").");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(item.input, "INTERRUPTED", "The command was interrupted.");
        } catch (RuntimeException e) {
            // The root of the image's thread: what nobody foresaw must still show as a failure of this image.
            failed(item.input, "INTERNAL", "The command failed on it (" + e + "); run it again with --verbose.");
        }
    }

    private static void write(GatewayClient client, String jobId, Path output)
            throws IOException, InterruptedException {
        Path part = WholeFile.temporary(output);
        try {
            client.download(jobId, part);
            WholeFile.publish(part, output);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void failed(Path input, String code, String sentence) {
        failures.incrementAndGet();
        report.failed(input, code, sentence);
    }

    private static void requireReadable(Path input) {
        if (!Files.exists(input)) {
            throw new CommandException(ExitCode.FAILED, "There is no such file; check its name.");
        }
        if (Files.isDirectory(input)) {
            throw new CommandException(ExitCode.FAILED, "It is a folder; name the images in it.");
        }
        if (!Files.isReadable(input)) {
            throw new CommandException(ExitCode.FAILED, "It may not be read; check its permissions.");
        }
    }
}
