package io.acuity.worker.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.diffusion.frame.FrameScheduler;
import io.acuity.diffusion.frame.FrameSettings;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.events.FrameRequest;
import io.acuity.events.Recipe;
import io.acuity.video.FramePixels;
import io.acuity.worker.job.Failures;
import io.acuity.worker.model.ModelSlot;
import io.acuity.worker.model.ResidentModel;
import io.acuity.worker.model.ScriptedModels;
import io.acuity.worker.model.ScriptedShelf;
import io.acuity.worker.model.ServingPair;
import io.acuity.worker.upscale.EchoDenoiser;
import io.acuity.worker.upscale.PictureUpscaler;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames on a candidate that fails on every picture, beside a stable checkpoint that repeats pixels. */
class CandidateFrameTest {
    private final ScriptedModels models = new ScriptedModels();
    private final ModelSlot slot = models.slot(Duration.ofSeconds(1));
    private final ResidentModel stable = new ResidentModel(EchoDenoiser.model("echo"), released -> {});
    private final FramePixels still = noise();
    private TileScheduler scheduler;
    private FrameComputer computer;

    @BeforeEach
    void open() {
        scheduler = new TileScheduler(SchedulerSettings.DEFAULT);
        FrameScheduler frames = new FrameScheduler(scheduler, FrameSettings.DEFAULT);
        computer = new FrameComputer(new ScriptedShelf(slot), new PictureUpscaler(scheduler, frames));
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aFrameThatFailsOnACandidateIsComputedOnStableAndItsSegmentStaysThere() throws Exception {
        // given: all clips are the candidate's
        slot.publish(new ServingPair(stable, models.resident("candidate"), 1));
        Segment segment = new Segment();

        // when
        ComputedFrame first = computer.compute(request(0, 4), still, segment);
        ComputedFrame second = computer.compute(request(1, 4), still, segment);

        // then: nothing was forgotten between the two, as it is when a frame fails
        assertThat(first.model().checkpoint()).isEqualTo(stable.checkpoint());
        assertThat(second.model().checkpoint()).isEqualTo(stable.checkpoint());
        assertThat(second.changes().skipped()).isEqualTo(second.changes().tiles());
        assertThat(segment.isStableOnly()).isTrue();
    }

    @Test
    void whatIsNotTheCandidatesFaultFailsAtOnce() {
        // given
        slot.publish(new ServingPair(stable, models.resident("candidate"), 1));
        Segment segment = new Segment();

        // then
        assertThatThrownBy(() -> computer.compute(request(0, 2), still, segment))
                .hasMessageContaining("ask for scale 4");
        assertThat(segment.isStableOnly()).isFalse();
    }

    @Test
    void aFrameThatFailsOnStableFails() {
        // given
        slot.publish(ServingPair.alone(models.resident("faulty")));
        Segment segment = new Segment();

        // then
        assertThatThrownBy(() -> computer.compute(request(0, 4), still, segment))
                .satisfies(thrown -> assertThat(Failures.of(thrown).sentence()).contains("not run"));
        assertThat(segment.isStableOnly()).isFalse();
    }

    private static FrameRequest request(long index, int scale) {
        return FrameRequest.newBuilder()
                .setClipId("clip")
                .setSegment(0)
                .setIndex(index)
                .setRecipe(Recipe.newBuilder().setModel("echo").setScale(scale).build())
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    private static FramePixels noise() {
        FramePixels pixels = FramePixels.black(64, 40, 8);
        new Random(3).nextBytes(pixels.samples());
        return pixels;
    }
}
