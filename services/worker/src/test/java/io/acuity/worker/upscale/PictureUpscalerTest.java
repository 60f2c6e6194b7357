package io.acuity.worker.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.diffusion.Target;
import io.acuity.diffusion.scheduler.JobReport;
import io.acuity.diffusion.scheduler.ProgressListener;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.diffusion.scheduler.TileScheduler;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureUpscalerTest {
    private static final UpscaleModel MODEL = EchoDenoiser.model("echo");
    private static TileScheduler scheduler;

    @BeforeAll
    static void startScheduler() {
        scheduler = new TileScheduler(SchedulerSettings.DEFAULT);
    }

    @AfterAll
    static void stopScheduler() {
        scheduler.close();
    }

    @ParameterizedTest
    @CsvSource({"1, false, 8", "3, false, 8", "1, true, 8", "3, true, 8", "3, true, 16", "1, false, 16"})
    void everySampleOfTheSourceAppearsSixteenTimes(int colours, boolean withAlpha, int bitDepth) {
        // given
        Picture picture = picture(colours, withAlpha ? plane(7, bitDepth) : null, bitDepth);

        // when
        short[] result = upscale(picture);

        // then
        List<Plane> channels = new ArrayList<>(picture.colour());
        if (withAlpha) {
            channels.add(picture.alpha());
        }
        int width = picture.width() * 4;
        for (int y = 0; y < picture.height() * 4; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels.size(); c++) {
                    int sample = result[(y * width + x) * channels.size() + c] & 0xFFFF;
                    assertThat(sample).isCloseTo(channels.get(c).sample(x / 4, y / 4), within(bitDepth));
                }
            }
        }
    }

    @Test
    void constantAlphaCostsNoNetwork() {
        // given
        Plane opaque = new Plane(13, 9);
        IntStream.range(0, 13 * 9).forEach(i -> opaque.samples()[i] = (short) Plane.MAX);
        Picture without = picture(3, null, 8);
        Picture with = new Picture(without.colour(), opaque, 8);

        // when
        long plain = report(without).networkPixels();
        long withAlpha = report(with).networkPixels();

        // then
        assertThat(withAlpha).isEqualTo(plain);
        assertThat(upscale(with)[3] & 0xFFFF).isEqualTo(Plane.MAX);
    }

    @Test
    void shorterChainsReachTheSameImageWithAPerfectNetwork() {
        // given
        Picture picture = picture(3, null, 8);
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.of(new double[] {0.1, 0.3, 0.6, 1}, 0), Target.CLEAN);
        ShiftModel model = new ShiftModel("echo", "echo@test", "0".repeat(64), 4, new EchoDenoiser(), process);

        // when
        short[] four = upscale(picture, model);
        short[] two = upscale(picture, model.withSteps(2));

        // then
        assertThat(two).isEqualTo(four).isEqualTo(upscale(picture, MODEL));
        assertThat(model.withSteps(2).steps()).isEqualTo(2);
    }

    @Test
    void longerChainsThanTheTrainedOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MODEL.withSteps(2))
                .withMessageContaining("refines in 1 step, not in 2");
        assertThatIllegalArgumentException().isThrownBy(() -> MODEL.withSteps(0));
    }

    private static org.assertj.core.data.Offset<Integer> within(int bitDepth) {
        return org.assertj.core.data.Offset.offset(bitDepth == 8 ? 0 : 1);
    }

    private static short[] upscale(Picture picture) {
        return upscale(picture, MODEL);
    }

    private static short[] upscale(Picture picture, UpscaleModel model) {
        UpscaleOrder order = new UpscaleOrder(picture, model, 1, false);
        short[] result = new short
                [order.resultLayout().rowSamples() * order.resultLayout().height()];
        int[] filled = new int[1];
        PictureRows keep = (samples, rows) -> {
            int count = rows * order.resultLayout().rowSamples();
            System.arraycopy(samples, 0, result, filled[0], count);
            filled[0] += count;
        };
        new PictureUpscaler(scheduler)
                .start(order, keep, ProgressListener.NONE)
                .done()
                .join();
        assertThat(filled[0]).isEqualTo(result.length);
        return result;
    }

    private static JobReport report(Picture picture) {
        return new PictureUpscaler(scheduler)
                .start(new UpscaleOrder(picture, MODEL, 1, false), (samples, rows) -> {}, ProgressListener.NONE)
                .done()
                .join();
    }

    private static Picture picture(int colours, @Nullable Plane alpha, int bitDepth) {
        return new Picture(
                IntStream.range(0, colours).mapToObj(c -> plane(c, bitDepth)).toList(), alpha, bitDepth);
    }

    private static Plane plane(long seed, int bitDepth) {
        Random random = new Random(seed);
        Plane plane = new Plane(13, 9);
        for (int i = 0; i < plane.samples().length; i++) {
            plane.samples()[i] = (short) (bitDepth == 8 ? random.nextInt(256) * 257 : random.nextInt(65536));
        }
        return plane;
    }
}
