package io.acuity.networks.guided;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.frame.FrameMask;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FrameScheduler;
import io.acuity.diffusion.frame.FrameSettings;
import io.acuity.diffusion.frame.FrameSpec;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.imaging.Plane;
import io.acuity.networks.Precision;
import io.acuity.networks.RandomWholeImageBundles;
import io.acuity.networks.RecordedCase;
import io.acuity.networks.WholeImageModels;
import io.acuity.networks.published.ImportSettings;
import io.acuity.networks.published.PublishedSystem;
import io.acuity.networks.published.WeightImport;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnyScaleTest {
    private static final int WIDTH = 21;
    private static final int HEIGHT = 13;

    private final TileScheduler device = new TileScheduler(SchedulerSettings.DEFAULT);

    @AfterEach
    void stop() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource({"2.7, 0, false", "2.7, 0, true", "1.3, 8, false", "2.7, 8, true", "5.5, 16, false", "4, 8, false"})
    void resultsHaveAnySizeAsAWholeOrInPatchesMaskedOrNot(double scale, int chop, boolean masked) {
        // given: weights trained for scales up to 4
        int width = (int) Math.rint(WIDTH * scale);
        int height = (int) Math.rint(HEIGHT * scale);
        FrameMask mask = masked ? new FrameMask(width, height, (y, row) -> Arrays.fill(row, y % 7 / 6f), 0.2) : null;
        FrameModel loaded = onDevice(bundle(chop));
        try {
            FrameModel model = loaded.withMagnification(scale, true).withSteps(3);

            // when
            Written written = new Written(width, height);
            JobReport report = run(model, mask, written);

            // then: each row once, no value left out
            assertThat(written.rows.cardinality()).isEqualTo(height);
            assertThat(written.values).isGreaterThan(50);
            assertThat(report.networkCalls()).isBetween(3L, 60L);
            assertThat(model.magnification().factor()).isEqualTo(scale);
        } finally {
            device.onDevice(() -> {
                        loaded.close();
                        return true;
                    })
                    .join();
        }
    }

    @Test
    void scalesThatWereNotTrainedAreRefused() {
        FrameModel any = onDevice(bundle(0));
        FrameModel one = onDevice(RandomWholeImageBundles.sr3(4, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.withMagnification(1, true))
                .withMessageContaining("above 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.withMagnification(Double.NaN, true))
                .withMessageContaining("above 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.withMagnification(4.01, false))
                .withMessageContaining("up to 4")
                .withMessageContaining("--force");
        assertThat(any.withMagnification(4.01, true).magnification().factor()).isEqualTo(4.01);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.withMagnification(2.7, true))
                .withMessageContaining("by 2");
        assertThat(one.withMagnification(2, false)).isSameAs(one);
    }

    /** What arrives at a sink: every row, and how many different samples. */
    private static final class Written {
        private final BitSet rows = new BitSet();
        private final BitSet seen = new BitSet();
        private final int width;
        private final int height;
        private long values;

        Written(int width, int height) {
            this.width = width;
            this.height = height;
        }

        void take(int first, int count, short[][] planes) {
            for (int y = first; y < first + count; y++) {
                assertThat(rows.get(y)).isFalse();
                assertThat(y).isLessThan(height);
                rows.set(y);
            }
            for (int i = 0; i < count * width; i++) {
                seen.set(planes[1][i] & 0xFFFF);
            }
            values = seen.cardinality();
        }
    }

    private JobReport run(FrameModel model, @Nullable FrameMask mask, Written written) {
        Plane plane = new Plane(WIDTH, HEIGHT);
        Random random = new Random(3);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) random.nextInt();
        }
        FrameScheduler frames = new FrameScheduler(device, FrameSettings.DEFAULT);
        return frames.submit(new FrameSpec(
                        LowRes.grey(plane),
                        model,
                        1,
                        mask,
                        (first, count, planes) -> written.take(first, count, planes),
                        ProgressListener.NONE))
                .done()
                .join();
    }

    private FrameModel onDevice(ModelBundle bundle) {
        return device.onDevice(() -> WholeImageModels.load(bundle, Precision.FP32))
                .join();
    }

    private static ModelBundle bundle(int chop) {
        JsonNode config =
                JsonNodeFactory.instance.objectNode().put("norm_groups", 8).put("image_size", 32);
        JsonNode process =
                JsonNodeFactory.instance.objectNode().put("n_timestep", 20).put("chop_size", chop);
        ImportSettings settings = new ImportSettings(config, ImportSettings.NONE.codec(), process, 4, false);
        return new WeightImport(PublishedSystem.IDM, settings)
                .read(new RecordedCase("idm-small").file("weights.pth"), null, "any");
    }
}
