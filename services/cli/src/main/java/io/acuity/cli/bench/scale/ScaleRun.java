package io.acuity.cli.bench.scale;

import io.acuity.cli.house.House;
import io.acuity.cli.sample.SamplePicture;
import io.acuity.events.BlobReference;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.lane.Lane;
import io.acuity.streaming.lane.LaneSettings;
import io.acuity.streaming.lane.LaneState;
import io.acuity.streaming.topics.Topic;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** One measurement: a fresh broker and store, workers that have joined and warmed up, then jobs as fast as they can be published. */
final class ScaleRun implements AutoCloseable {

    /** Side of the LR images. */
    static final int SIDE = 128;

    private static final int IMAGES = 16;
    private static final long PATIENCE_SECONDS = 120;
    private static final long JOIN_NANOS = Duration.ofSeconds(60).toNanos();
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int WARM_UP_PER_WORKER = 25;

    private final ScalePlan plan;
    private final Path folder = House.temporaryFolder();
    private final EmbeddedBroker broker;
    private final BlobStore store;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("acuity-fixed-latency").factory());
    private final Executor threads =
            task -> Thread.ofVirtual().name("acuity-job").start(task);
    private final List<FixedLatencyWorker> workers = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();

    private ScaleRun(ScalePlan plan) {
        this.plan = plan;
        this.broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        this.store = BlobStores.directory(folder.resolve("blobs"));
    }

    /** Measures once. */
    static ScaleFigures measure(ScalePlan plan) throws InterruptedException {
        try (ScaleRun run = new ScaleRun(plan)) {
            return run.measure();
        }
    }

    private ScaleFigures measure() throws InterruptedException {
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, plan.partitions());
        List<BlobReference> images = IntStream.range(0, IMAGES)
                .mapToObj(seed -> store.put(png(SIDE, seed), "image/png"))
                .toList();
        try (ScaleClient client = new ScaleClient(kafka)) {
            open(kafka);
            client.run(WARM_UP_PER_WORKER * plan.workers(), images, PATIENCE_SECONDS);
            long[] before = workers.stream().mapToLong(FixedLatencyWorker::jobs).toArray();
            long processor = processorNanos();
            long begin = System.nanoTime();
            client.run(plan.jobs(), images, PATIENCE_SECONDS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double processorMillis = (processorNanos() - processor) / 1e6 / plan.jobs();
            long[] jobs = IntStream.range(0, workers.size())
                    .mapToLong(i -> workers.get(i).jobs() - before[i])
                    .sorted()
                    .toArray();
            return figures(seconds, jobs, client.doubled(), processorMillis);
        }
    }

    private ScaleFigures figures(double seconds, long[] jobs, long doubled, double processorMillis) {
        return new ScaleFigures(
                plan.lane().name().toLowerCase(Locale.ROOT),
                plan.workers(),
                plan.partitions(),
                plan.jobs(),
                plan.latency().toMillis(),
                seconds,
                plan.jobs() / seconds,
                plan.idealSeconds() / seconds,
                jobs[0],
                jobs[jobs.length - 1],
                doubled,
                processorMillis);
    }

    private void open(KafkaSettings kafka) {
        byte[] result = png(2 * SIDE, 0);
        for (int i = 1; i <= plan.workers(); i++) {
            String name = "w" + i;
            var device = new FixedLatencyDevice(plan.latency(), clock);
            var worker = new FixedLatencyWorker(name, store, device, result, threads);
            workers.add(worker);
            lanes.add(Lane.start(
                    plan.lane(),
                    LaneSettings.of(kafka, Topic.REQUESTS.name(), "acuity-bench-scale", name)
                            .withMaxInFlight(plan.hands())
                            .withDrain(DRAIN),
                    worker));
        }
        long end = System.nanoTime() + JOIN_NANOS;
        while (!lanes.stream().allMatch(lane -> lane.state() instanceof LaneState.Running)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Not all workers joined their group within a minute; see the log.");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static byte[] png(int side, int seed) {
        BufferedImage image = SamplePicture.draw(side, side, seed);
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A benchmark image could not be drawn in memory.", e);
        }
    }

    @Override
    public void close() {
        // All at once: each waits for the broker's answers.
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            lanes.forEach(lane -> closing.execute(lane::close));
        }
        clock.shutdownNow();
        store.close();
        broker.close();
        House.remove(folder);
    }
}
