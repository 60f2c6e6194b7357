package io.acuity.worker.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.events.ChangeOptions;
import io.acuity.events.FrameRequest;
import io.acuity.events.Recipe;
import io.acuity.networks.Precision;
import io.acuity.schemas.EventCodec;
import io.acuity.streaming.topics.Topic;
import io.acuity.video.FramePixels;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.job.JobRefusedException;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the shipped network, so that halos and noise are the real ones. */
class FrameComputerTest {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 96;
    private static final EventCodec<FrameRequest> CODEC = Topic.FRAMES.codec();

    private static WorkerDevice device;
    private static FrameComputer computer;

    @BeforeAll
    static void open() {
        device = WorkerDevice.open(
                java.util.List.of(BundleCatalog.DEFAULT_MODEL), Precision.FP32, SchedulerSettings.DEFAULT);
        computer = new FrameComputer(device.models(), device.upscaler());
    }

    @AfterAll
    static void close() {
        device.close();
    }

    @Test
    void whatIsComputedInPartsIsWhatTheWholeFrameWouldBe() throws Exception {
        // given: a square that moves over a still texture; whatever differs at all is computed
        Segment segment = new Segment();
        Segment whole = new Segment();
        ChangeOptions anything = new ChangeOptions(true, 0.0, null);
        ChangeOptions off = new ChangeOptions(false, null, null);

        for (int frame = 0; frame < 3; frame++) {
            FramePixels source = scene(8 + 24 * frame);

            // when
            ComputedFrame parts = computer.compute(request(frame, anything), source, segment);
            ComputedFrame full = computer.compute(request(frame, off), source, whole);

            // then
            assertThat(farthest(parts.pixels(), full.pixels()))
                    .as("frame %d", frame)
                    .isLessThanOrEqualTo(1);
            assertThat(full.sums().pixels()).isEqualTo(full.densePixels());
            if (frame == 0) {
                assertThat(parts.changes().skipped()).isZero();
            } else {
                assertThat(parts.sums().pixels()).isLessThan(full.sums().pixels());
                assertThat(parts.changes().skipped()).isPositive();
            }
        }
    }

    @Test
    void aFrameThatDoesNotFollowItsPredecessorIsComputedWhole() throws Exception {
        // given
        Segment segment = new Segment();
        ChangeOptions usual = new ChangeOptions(true, null, null);
        FramePixels still = scene(8);
        computer.compute(request(0, usual), still, segment);

        // when
        ComputedFrame next = computer.compute(request(1, usual), still, segment);
        ComputedFrame afterAGap = computer.compute(request(3, usual), still, segment);

        // then
        assertThat(next.sums().pixels()).isZero();
        assertThat(afterAGap.sums().pixels()).isEqualTo(afterAGap.densePixels());
        assertThat(farthest(next.pixels(), afterAGap.pixels())).isZero();
    }

    @Test
    void aSegmentThatAnotherWorkerHasIsNotComputedHere() throws Exception {
        // given
        Segment segment = new Segment();
        ChangeOptions usual = new ChangeOptions(true, null, null);
        computer.compute(request(0, usual), scene(8), segment);

        // when
        segment.abandon();

        // then
        assertThatThrownBy(() -> computer.compute(request(1, usual), scene(60), segment))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aModelThatIsNotThereOrCannotWorkOnTilesIsRefused() {
        // given
        Recipe recipe = Recipe.newBuilder().setModel("nonesuch").build();
        FrameRequest request = FrameRequest.newBuilder(request(0, new ChangeOptions(true, null, null)))
                .setRecipe(recipe)
                .build();

        // then
        assertThatThrownBy(() -> computer.compute(request, scene(8), new Segment()))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("nonesuch");
    }

    private static FrameRequest request(long index, ChangeOptions changes) {
        // As the lane hands it over.
        return CODEC.decode(CODEC.encode(FrameRequest.newBuilder()
                .setClipId("clip")
                .setSegment(0)
                .setIndex(index)
                .setRecipe(Recipe.newBuilder()
                        .setModel(BundleCatalog.DEFAULT_MODEL)
                        .setSeed(7)
                        .build())
                .setChanges(changes)
                .setSubmittedAt(Instant.EPOCH)
                .build()));
    }

    private static FramePixels scene(int left) {
        FramePixels frame = FramePixels.black(WIDTH, HEIGHT, 8);
        new Random(5).nextBytes(frame.samples());
        for (int y = 30; y < 62; y++) {
            for (int x = left; x < left + 32; x++) {
                for (int c = 0; c < 3; c++) {
                    frame.samples()[(y * WIDTH + x) * 3 + c] = (byte) (40 * c + x - left);
                }
            }
        }
        return frame;
    }

    /** The largest difference, in levels of 8 bits. */
    private static int farthest(FramePixels one, FramePixels other) {
        int most = 0;
        for (int i = 0; i < one.samples().length; i++) {
            most = Math.max(most, Math.abs((one.samples()[i] & 0xFF) - (other.samples()[i] & 0xFF)));
        }
        return most;
    }
}
