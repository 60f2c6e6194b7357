package io.acuity.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
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
        assertThat(report.work()).isEqualTo(new ClipWork(FRAMES, FRAMES * 100L, FRAMES * 300L, FRAMES * 6L, 176));
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
        // What the lost attempt left is the collector's.
        assertThat(store.removeOlderThan(Instant.now().plusSeconds(60))).isPositive();
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
            byte[] wanted = FakeWorkers.repeated(before.get(i).pixels()).samples();
            byte[] found = after.get(i).pixels().samples();
            long sum = 0;
            for (int k = 0; k < wanted.length; k++) {
                sum += Math.abs((wanted[k] & 0xFF) - (found[k] & 0xFF));
            }
            assertThat((double) sum / wanted.length).as("frame " + i).isLessThan(6);
        }
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
