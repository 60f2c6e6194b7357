package io.acuity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.events.ChangeOptions;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.video.ClipException;
import io.acuity.video.Frame;
import io.acuity.video.FrameTime;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipReader;
import io.acuity.video.decode.Demuxer;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clips through a real broker, with workers that only repeat pixels. */
class ClipPipelineIT {
    private static final int FRAMES = 44;
    private static final int SEGMENT = 8;
    private static final ClipProgress SILENT = (frames, work) -> {};

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static BlobStore store;
    private static FakeWorkers workers;
    private static ClipPipeline pipeline;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 3);
        store = BlobStores.directory(folder.resolve("blobs"));
        workers = new FakeWorkers(kafka, store);
        pipeline = new ClipPipeline(kafka, store);
    }

    @AfterAll
    static void stop() {
        workers.close();
        store.close();
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"constant, false", "variable, true"})
    void framesTheirTimesAndTheSoundComeOutAsTheyWentIn(String id, boolean variable) throws Exception {
        // given
        ClipOrder order = order(id, clip(id, variable), OptionalLong.empty());

        // when
        List<Long> heard = new ArrayList<>();
        ClipReport report = run(order, (frames, work) -> heard.add(frames));

        // then
        assertThat(report.framesIn()).isEqualTo(FRAMES);
        assertThat(report.written().frames()).isEqualTo(FRAMES);
        assertThat(report.work()).isEqualTo(new ClipWork(FRAMES, FRAMES * 100L, FRAMES * 300L, FRAMES * 6L, 176, 0));
        assertThat(heard).hasSize(FRAMES).isSorted().endsWith((long) FRAMES);
        assertSameClip(order, FRAMES);
        assertThat(sound(order.output().target()))
                .isEqualTo(sound(order.output().source()))
                .hasSize((int) report.written().audioPackets());
        assertNothingIsLeft(order);
    }

    @Test
    void aRunThatWasAbandonedIsGoneOnWithAndNoFrameIsRequestedTwice() throws Exception {
        // given: a run that ends in the middle of its third segment, whatever is on its way
        ClipOrder order = order("resumed", clip("resumed", true), OptionalLong.empty());
        assertThatThrownBy(() -> run(order, (frames, work) -> {
                    if (frames == 2 * SEGMENT + 3) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        int before = workers.requestsOf("resumed").size();

        // when
        List<Long> heard = new ArrayList<>();
        ClipReport report = run(order, (frames, work) -> heard.add(frames));

        // then
        assertThat(before).isBetween(2 * SEGMENT + 3, 4 * SEGMENT);
        assertThat(workers.requestsOf("resumed")).hasSize(FRAMES + 1).doesNotHaveDuplicates();
        assertThat(report.framesIn()).isEqualTo(FRAMES);
        assertSameClip(order, FRAMES);
        assertNothingIsLeft(order);
    }

    @Test
    void aFrameThatFailsEndsTheRunAndTheNextComputesWhatIsMissing() throws Exception {
        // given
        ClipOrder order = order("lossy", clip("lossy", false), OptionalLong.empty());
        workers.failing.add("lossy 19");

        // when
        assertThatThrownBy(() -> run(order, SILENT))
                .isInstanceOfSatisfying(
                        MissingFrameException.class, e -> assertThat(e.frame()).isEqualTo(19))
                .hasMessageContaining("not in the mood")
                .hasMessageContaining("Start again");
        assertThat(order.output().target()).doesNotExist();
        run(order, SILENT);

        // then: two segments were kept
        assertThat(workers.requestsOf("lossy.1")).hasSize(FRAMES - 2 * SEGMENT + 1);
        assertSameClip(order, FRAMES);
        assertNothingIsLeft(order);
    }

    @Test
    void aDiskThatBecomesFullEndsTheRunWithASentenceAndTheNextRequestsNoFrameTwice() throws Exception {
        // given: a disk that is full after a segment and a half
        ClipOrder order = order("full", clip("full", true), OptionalLong.empty());
        AtomicLong left = new AtomicLong(1L << 40);
        try (WorkFolder small = WorkFolder.open(order, left::get)) {
            assertThatThrownBy(() -> pipeline.run(order, small, (frames, work) -> {
                        if (frames == 12) {
                            left.set(5 << 20);
                        }
                    }))
                    .isInstanceOfSatisfying(
                            ClipException.class, e -> assertThat(e.reason()).isEqualTo(ClipException.Reason.DISK_FULL))
                    .hasMessageContaining("Only 5 MB are left")
                    .hasMessageContaining("start again");
        }
        assertThat(order.output().target()).doesNotExist();

        // when: there is room again
        ClipReport report = run(order, SILENT);

        // then
        assertThat(report.framesIn()).isEqualTo(FRAMES);
        assertThat(workers.requestsOf("full")).hasSize(FRAMES + 1).doesNotHaveDuplicates();
        assertSameClip(order, FRAMES);
        assertNothingIsLeft(order);
    }

    @Test
    void piecesAreNotJoinedOnADiskThatCannotHoldTheClip() throws Exception {
        // given
        ClipOrder order = order("joined", clip("joined", false), OptionalLong.empty());

        // when
        try (WorkFolder small = WorkFolder.open(order, () -> 32 << 20)) {
            // then
            assertThatThrownBy(() -> small.requireRoomToJoin(order.output()))
                    .isInstanceOf(ClipException.class)
                    .hasMessageContaining("Only 32 MB are left")
                    .hasMessageContaining("the finished clip may need 33 MB");
            small.remove();
        }
    }

    @Test
    void whatAnEarlierRunLostIsRequestedAgainAtOnce() throws Exception {
        // given: a run that is killed after a frame failed, before it came to it
        ClipOrder order = order("killed", clip("killed", false), OptionalLong.empty());
        workers.failing.add("killed 9");
        assertThatThrownBy(() -> run(order, (frames, work) -> {
                    if (frames == 3) {
                        await().until(() -> workers.requestsOf("killed").contains("killed 9"));
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");

        // when
        ClipReport report = run(order, SILENT);

        // then
        assertThat(report.framesIn()).isEqualTo(FRAMES);
        assertSameClip(order, FRAMES);
        assertNothingIsLeft(order);
    }

    @Test
    void framesWithoutAResultRepeatTheOneBeforeWhereThatWasAskedFor() throws Exception {
        // given: the first frame, one in the middle and two beside a border of segments fail
        ClipOrder order =
                order("repeated", clip("repeated", true), OptionalLong.empty()).withMissing(MissingFrames.REPEAT);
        List.of(0, 19, 23, 24).forEach(frame -> workers.failing.add("repeated " + frame));

        // when
        ClipReport report = run(order, SILENT);

        // then: all frames are there with their own times, four of them with another's pixels
        assertThat(report.work().framesRepeated()).isEqualTo(4);
        assertThat(report.work().frames()).isEqualTo(FRAMES - 4);
        assertThat(report.written().frames()).isEqualTo(FRAMES);
        List<Frame> before = frames(order.output().source());
        List<Frame> after = frames(order.output().target());
        assertThat(after.stream().map(Frame::time).toList())
                .isEqualTo(before.stream().map(Frame::time).toList());
        assertThat(difference(before.get(18), after.get(19))).isLessThan(difference(before.get(19), after.get(19)));
        assertThat(difference(before.get(22), after.get(23))).isLessThan(difference(before.get(23), after.get(23)));
        assertThat(difference(before.get(22), after.get(24))).isLessThan(difference(before.get(24), after.get(24)));
        assertThat(difference(before.get(25), after.get(25))).isLessThan(difference(before.get(24), after.get(25)));
        assertThat(difference(before.get(0), after.get(0)))
                .as("the source, enlarged")
                .isLessThan(12);
        assertNothingIsLeft(order);
    }

    @Test
    void theSameClipAgainIsComputedAgain() throws Exception {
        // given
        ClipOrder order = order("twice", clip("twice", false), OptionalLong.of(11));
        run(order, SILENT);

        // when
        ClipReport again = run(order, SILENT);

        // then
        assertThat(again.framesIn()).isEqualTo(11);
        assertSameClip(order, 11);
        assertThat(workers.requestsOf("twice.1")).hasSize(12);
        assertThat(again.written().audioPackets())
                .isLessThan(sound(order.output().source()).size());
    }

    @Test
    void whatIsNoClipAndWhatIsBusyIsRefused() throws Exception {
        // given
        Path source = clip("busy", false);
        ClipOrder order = order("busy", source, OptionalLong.empty());
        Files.write(source, new byte[] {1, 2, 3});

        // then
        try (WorkFolder held = WorkFolder.open(order)) {
            assertThatThrownBy(() -> WorkFolder.open(order)).hasMessageContaining("Another command");
            assertThatThrownBy(() -> pipeline.run(order, held, SILENT)).isInstanceOf(ClipException.class);
            held.remove();
        }
    }

    private static ClipReport run(ClipOrder order, ClipProgress progress) throws Exception {
        try (WorkFolder work = WorkFolder.open(order)) {
            ClipReport report = pipeline.run(order, work, progress);
            work.remove();
            return report;
        }
    }

    private static Path clip(String name, boolean variable) {
        Path file = folder.resolve(name + ".mp4");
        SampleClipSettings plain = SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 64, 48, FRAMES);
        SampleClipSettings settings = new SampleClipSettings(
                plain.scene(), plain.width(), plain.height(), FRAMES, 1, variable, true, false, false, 0);
        new SampleClip(settings).write(file, EncodeSettings.defaults());
        return file;
    }

    private static ClipOrder order(String id, Path source, OptionalLong limit) {
        ClipOutput output = new ClipOutput(
                folder.resolve("out-" + source.getFileName()),
                source,
                64 * FakeWorkers.SCALE,
                48 * FakeWorkers.SCALE,
                8,
                limit,
                EncodeSettings.defaults());
        Recipe recipe = Recipe.newBuilder()
                .setModel("repeat")
                .setScale(FakeWorkers.SCALE)
                .setFormat(OutputFormat.PNG)
                .build();
        return new ClipOrder(id, output, recipe, ChangeOptions.newBuilder().build(), SEGMENT);
    }

    private static void assertSameClip(ClipOrder order, int frames) {
        List<Frame> before = frames(order.output().source()).subList(0, frames);
        List<Frame> after = frames(order.output().target());
        List<FrameTime> times = before.stream().map(Frame::time).toList();
        assertThat(after.stream().map(Frame::time).toList()).isEqualTo(times);
        for (int i = 0; i < frames; i++) {
            assertThat(difference(before.get(i), after.get(i))).as("frame " + i).isLessThan(6);
        }
    }

    /** Mean absolute difference, in levels, between what becomes of a frame and what was found. */
    private static double difference(Frame source, Frame result) {
        byte[] wanted = FakeWorkers.repeated(source.pixels()).samples();
        byte[] found = result.pixels().samples();
        long sum = 0;
        for (int k = 0; k < wanted.length; k++) {
            sum += Math.abs((wanted[k] & 0xFF) - (found[k] & 0xFF));
        }
        return (double) sum / wanted.length;
    }

    private static List<Frame> frames(Path file) {
        List<Frame> frames = new ArrayList<>();
        try (ClipReader reader = ClipReader.open(file)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Every packet of audio with its time. */
    private static List<String> sound(Path file) {
        List<String> packets = new ArrayList<>();
        try (Demuxer demuxer = Demuxer.open(file, ClipLimits.defaults())) {
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                if (!demuxer.isVideo(packet.stream_index())) {
                    byte[] content = new byte[packet.size()];
                    packet.data().get(content);
                    packets.add(packet.pts() + " " + HexFormat.of().formatHex(content));
                }
            }
        }
        return packets;
    }

    private static void assertNothingIsLeft(ClipOrder order) throws IOException {
        assertThat(order.output()
                        .target()
                        .resolveSibling("." + order.output().target().getFileName() + ".acuity"))
                .doesNotExist();
        try (var files = Files.walk(folder.resolve("blobs"))) {
            List<Path> left = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("frames"))
                    .toList();
            assertThat(left).isEmpty();
        }
    }
}
