package io.acuity.cli.bench.clip;

import io.acuity.cli.child.AcuityChild;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import io.acuity.streaming.BrokerUnreachableException;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.FreePort;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether memory and disk grow with the length of a clip. */
@Command(
        name = "memory",
        description = {
            "Upscales a long clip with broker, tracker, worker and the command each in a process of its own, and prints the",
            "memory of each, and the disk it takes, as the clip goes on; at the end, how far each grew since the first line: by",
            "the straight line through all lines, and at its largest. Ends with status 1 if frames stay in the store."
        })
public final class ClipMemoryCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private DrawnClip clip = new DrawnClip();

    @Option(names = "--every", paramLabel = "N", description = "Frames between two lines (default: ${DEFAULT-VALUE}).")
    private int every = 100;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    private final Map<String, List<Double>> memory = new LinkedHashMap<>();

    /** Creates the command. */
    public ClipMemoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = House.temporaryFolder();
        Map<String, AcuityChild> children = new LinkedHashMap<>();
        try {
            Path source = clip.in(folder, SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 160, 120, 3000));
            return measure(new Scene(folder, "127.0.0.1:" + FreePort.on("127.0.0.1"), source, children));
        } finally {
            List<AcuityChild> last = new ArrayList<>(children.values());
            last.reversed().forEach(AcuityChild::close);
            House.remove(folder);
        }
    }

    private record Scene(Path folder, String bootstrap, Path source, Map<String, AcuityChild> children) {
        void start(String name, String... arguments) throws IOException {
            children.put(name, AcuityChild.start(Redirect.INHERIT, List.of(), List.of(arguments)));
        }

        String data(String name) {
            return folder.resolve(name).toString();
        }

        String blobs() {
            return folder.resolve("blobs").toUri().toString();
        }
    }

    private int measure(Scene scene) throws IOException, InterruptedException {
        String port = scene.bootstrap.substring(scene.bootstrap.indexOf(':') + 1);
        scene.start("broker", "service", "broker", "--port", port, "--data-dir", scene.data("broker"));
        KafkaSettings kafka = KafkaSettings.of(scene.bootstrap);
        ensureTopics(kafka, scene.children.get("broker"));
        String name = model.models().get(0);
        String bootstrap = "--bootstrap=" + scene.bootstrap;
        scene.start("tracker", "service", "tracker", bootstrap, "--data-dir", scene.data("tracker"));
        scene.start("worker", "service", "worker", bootstrap, "--blobs", scene.blobs(), "--model", name);
        AtomicLong frames = new AtomicLong();
        try (EventTail<FrameResult> tail = EventTail.open(
                kafka, Topic.FRAME_RESULTS, new TailStart.Beginning(), (key, result) -> count(frames, result))) {
            scene.start(
                    "command",
                    "video",
                    scene.source.toString(),
                    "--output=" + scene.folder.resolve("result.mp4"),
                    bootstrap,
                    "--blobs=" + scene.blobs(),
                    "--model=" + name,
                    "--quiet");
            AcuityChild video = Objects.requireNonNull(scene.children.get("command"));
            follow(scene, frames, video, tail.ended());
            if (video.exitStatus() != 0) {
                throw new CommandException(
                        ExitCode.FAILED, "The clip was not upscaled; see what the command said above.");
            }
        }
        memory.forEach((process, looks) -> console.note(MemoryGrowth.of(looks).describe(process)));
        Disk left = Disk.of(scene.folder);
        console.note(String.format(
                Locale.ROOT, "at the end: %d frames told, %d files in the store", frames.get(), left.frameFiles()));
        return left.frameFiles() == 0 ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    /** A broker that has just been started does not answer for some seconds. */
    private static void ensureTopics(KafkaSettings kafka, @Nullable AcuityChild broker) {
        while (true) {
            try {
                TopicAdmin.ensure(kafka);
                return;
            } catch (BrokerUnreachableException e) {
                if (broker == null || !broker.isAlive()) {
                    throw e;
                }
            }
        }
    }

    private static void count(AtomicLong frames, @Nullable FrameResult result) {
        if (result != null && result.getState() == FrameState.UPSCALED) {
            frames.incrementAndGet();
        }
    }

    private void follow(Scene scene, AtomicLong frames, AcuityChild video, CompletableFuture<Void> counting)
            throws InterruptedException {
        long next = every;
        while (!video.hasEnded(LOOK)) {
            if (counting.isCompletedExceptionally()) {
                counting.join();
            }
            if (frames.get() >= next) {
                say(scene, frames.get());
                next = frames.get() / every * every + every;
            }
        }
    }

    private void say(Scene scene, long frames) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("frames", frames);
        scene.children.forEach((name, child) -> {
            double mib = Math.round(child.residentMib() * 10) / 10.0;
            memory.computeIfAbsent(name, key -> new ArrayList<>()).add(mib);
            line.put(name + "MiB", mib);
        });
        Disk disk = Disk.of(scene.folder);
        line.put("brokerDiskMiB", disk.mib("broker"));
        line.put("trackerDiskMiB", disk.mib("tracker"));
        line.put("storeMiB", disk.mib("blobs"));
        line.put("storeFrames", disk.frameFiles());
        if (json) {
            console.json(line);
        } else {
            console.result(line.toString());
        }
    }
}
