package io.acuity.cli.bench.clip;

import io.acuity.cli.bench.clip.KillHouse.Subject;
import io.acuity.cli.bench.clip.KillHouse.Victim;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether clips come out as they went in while processes are killed. */
@Command(
        name = "kill",
        description = {
            "Draws two clips with sound, one of constant and one of variable rate, and upscales both at once by processes of",
            "their own: two workers, a tracker, and a video command each. On the way processes are killed (SIGKILL) and",
            "others started in their place. Then source and result are read again and compared frame by frame and packet",
            "by packet. Ends with status 1 if a frame is lost, doubled, misplaced or mistimed, if the sound differs in a",
            "bit, or if the store is not empty."
        })
public final class ClipKillCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Console console;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--frames", description = "Frames of each clip (default: ${DEFAULT-VALUE}).")
    private int frames = 150;

    @Option(names = "--width", description = "Columns of the clips (default: ${DEFAULT-VALUE}).")
    private int width = 160;

    @Option(names = "--height", description = "Rows of the clips (default: ${DEFAULT-VALUE}).")
    private int height = 120;

    @Option(
            names = "--kill",
            paramLabel = "WHOM",
            split = ",",
            description = "Whom to kill, one after another, evenly spread over the frames: worker, tracker, command "
                    + "(default: worker,worker).")
    private List<Victim> victims = List.of(Victim.WORKER, Victim.WORKER);

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Creates the command. */
    public ClipKillCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        model.checked();
        Path folder = House.temporaryFolder();
        Report report;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
            TopicAdmin.ensure(kafka);
            try (ClipLedger ledger = new ClipLedger(kafka);
                    KillHouse house = new KillHouse(folder, broker.bootstrap(), model)) {
                report = measure(new Scene(house, ledger, draw(folder)));
            }
        } finally {
            House.remove(folder);
        }
        say(report);
        return report.exact ? ExitCode.OK.status() : ExitCode.FAILED.status();
    }

    private record Scene(KillHouse house, ClipLedger ledger, List<Subject> subjects) {}

    private List<Subject> draw(Path folder) {
        SampleClipSettings constant = new SampleClipSettings(
                SampleScene.MOVING_OBJECT, width, height, frames, 1, false, true, false, false, 0);
        List<Subject> subjects = new ArrayList<>();
        subjects.add(draw(folder, "constant", constant));
        subjects.add(draw(folder, "variable", constant.withEverything()));
        return subjects;
    }

    private static Subject draw(Path folder, String name, SampleClipSettings settings) {
        Path source = folder.resolve(name + ".mp4");
        new SampleClip(settings).write(source, EncodeSettings.defaults());
        return new Subject("kill-" + name, source, folder.resolve(name + "-large.mp4"));
    }

    private Report measure(Scene scene) throws IOException, InterruptedException {
        long start = System.nanoTime();
        scene.house.start(scene.subjects);
        long all = (long) frames * scene.subjects.size();
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < victims.size(); i++) {
            awaitTold(scene, all * (i + 1) / (victims.size() + 1));
            long told = scene.ledger.told();
            String name = scene.house.kill(victims.get(i), scene.ledger.lastWorker());
            kills.add(new Kill(victims.get(i).word(), name, told));
        }
        awaitTold(scene, Long.MAX_VALUE);
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        long left = files(scene.house.blobs());
        List<Clip> clips = scene.subjects.stream()
                .map(subject -> clip(subject, scene.ledger.entry(subject.id())))
                .toList();
        boolean exact = left == 0 && clips.stream().allMatch(Clip::exact);
        return new Report(kills, clips, left, seconds, scene.ledger.longestSilenceSeconds(), exact);
    }

    /** Waits until so many frames were told, or all clips are done. */
    private static void awaitTold(Scene scene, long frames) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (scene.ledger.told() < frames && !scene.house.isDone()) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "Gave up after " + PATIENCE.toMinutes() + " minutes; " + scene.ledger.told()
                                + " frames were told.");
            }
            scene.house.lookAfter();
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static long files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static Clip clip(Subject subject, ClipLedger.Entry entry) {
        ClipProof proof = ClipProof.of(subject.source(), subject.target());
        return new Clip(
                subject.id(),
                proof,
                entry,
                proof.exact()
                        && entry.inOrder()
                        && entry.missing() == 0
                        && entry.requestedTwice() == 0
                        && entry.told() == proof.framesIn());
    }

    private void say(Report report) {
        if (json) {
            console.json(report);
            return;
        }
        for (Kill kill : report.kills) {
            console.result("killed: " + kill.name + " after " + kill.afterFrames + " frames");
        }
        for (Clip clip : report.clips) {
            console.result(String.format(
                    Locale.ROOT,
                    "%s: %d frames in, %d out, times %s, %d misplaced, %d packets of sound %s, %d computed twice, %d missing",
                    clip.clip,
                    clip.found.framesIn(),
                    clip.found.framesOut(),
                    clip.found.timesExact() ? "exact" : "NOT exact",
                    clip.found.misplaced(),
                    clip.found.audioPackets(),
                    clip.found.audioExact() ? "bit-identical" : "NOT identical",
                    clip.topics.computedTwice(),
                    clip.topics.missing()));
        }
        console.result(String.format(
                Locale.ROOT,
                "%.1f s, at most %.1f s without a frame, %d files left in the store: %s",
                report.seconds,
                report.longestSilenceSeconds,
                report.filesLeft,
                report.exact ? "exact" : "NOT exact"));
    }

    /** The names are those of the JSON object. */
    private record Kill(String victim, String name, long afterFrames) {}

    private record Clip(String clip, ClipProof found, ClipLedger.Entry topics, boolean exact) {}

    private record Report(
            List<Kill> kills,
            List<Clip> clips,
            long filesLeft,
            double seconds,
            double longestSilenceSeconds,
            boolean exact) {}
}
