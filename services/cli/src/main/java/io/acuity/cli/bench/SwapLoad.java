package io.acuity.cli.bench;

import io.acuity.events.UpscaleResult;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Small jobs at a steady rate, whatever their answers take. Each result is compared with what its checkpoint gave when nothing was
 * swapped: to one grey level, since jobs share batches.
 */
final class SwapLoad implements AutoCloseable {
    private static final int TOLERANCE = 1;
    private static final int SHIFT_TO_8_BIT = 8;

    private final PipelineClient client;
    private final byte[] image;
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    private final Map<String, Picture> references = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-bench-load").factory());
    private final Map<Long, CompletableFuture<?>> running = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger mixed = new AtomicInteger();
    private volatile Phase phase = new Phase();

    /** What was measured of the jobs that were submitted in one phase. */
    static final class Phase {
        private final List<Double> latencies = Collections.synchronizedList(new ArrayList<>());
        private final List<Double> ticks = Collections.synchronizedList(new ArrayList<>());

        void addAll(Phase other) {
            latencies.addAll(List.copyOf(other.latencies));
            ticks.addAll(List.copyOf(other.ticks));
        }

        int jobs() {
            return latencies.size();
        }

        /** Milliseconds from request to result. */
        double latency(double quantile) {
            List<Double> sorted = latencies.stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) (quantile * (sorted.size() - 1)));
        }

        /** Milliseconds of a call of the network, median over jobs. */
        double tick() {
            return ticks.isEmpty() ? Double.NaN : Median.of(List.copyOf(ticks));
        }
    }

    SwapLoad(PipelineClient client, byte[] image) {
        this.client = client;
        this.image = image;
    }

    /** One job by itself, whose result is the reference of its checkpoint. */
    void reference() {
        UpscaleResult result = client.submit(image).join();
        references.put(result.getCheckpoint(), picture(result));
    }

    /** Whether the references differ so much that one can't be taken for another. */
    boolean canTell() {
        List<Picture> all = List.copyOf(references.values());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (difference(all.get(i), all.get(j)) <= 2 * TOLERANCE) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Begins to submit. */
    void start(double jobsPerSecond) {
        var unused = clock.scheduleAtFixedRate(
                this::submit, 0, Math.round(TimeUnit.SECONDS.toNanos(1) / jobsPerSecond), TimeUnit.NANOSECONDS);
    }

    /** Jobs submitted from now on belong to {@code next}. */
    void enter(Phase next) {
        phase = next;
    }

    private void submit() {
        Phase mine = phase;
        long start = System.nanoTime();
        CompletableFuture<?> job = client.submit(image).handle((result, failure) -> {
            double millis = (System.nanoTime() - start) / 1e6;
            check(mine, millis, result, failure);
            return true;
        });
        running.put(start, job);
        var unused = job.whenComplete((done, failure) -> running.remove(start));
    }

    private void check(Phase mine, double millis, @Nullable UpscaleResult result, @Nullable Throwable failure) {
        if (result == null || failure != null) {
            failed.incrementAndGet();
            return;
        }
        mine.latencies.add(millis);
        mine.ticks.add(
                (double) result.getCost().getComputeMs() / result.getCost().getNetworkCalls());
        Picture reference = references.get(result.getCheckpoint());
        if (reference == null || difference(reference, picture(result)) > TOLERANCE) {
            mixed.incrementAndGet();
        }
    }

    private Picture picture(UpscaleResult result) {
        return decoder.decode(client.read(result.getOutput()));
    }

    /** The largest difference of two samples, in grey levels of 8 bits. */
    private static int difference(Picture a, Picture b) {
        int largest = 0;
        for (int c = 0; c < a.colour().size(); c++) {
            short[] first = a.colour().get(c).samples();
            short[] second = b.colour().get(c).samples();
            for (int i = 0; i < first.length; i++) {
                int difference = Math.abs((first[i] & 0xFFFF) - (second[i] & 0xFFFF)) >> SHIFT_TO_8_BIT;
                largest = Math.max(largest, difference);
            }
        }
        return largest;
    }

    int failed() {
        return failed.get();
    }

    int mixed() {
        return mixed.get();
    }

    /** Submits no more and waits for what runs. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The load did not stop within a minute.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new))
                .join();
    }
}
