package io.acuity.diffusion.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.diffusion.mask.CoverSettings.Halo;
import io.acuity.diffusion.tiles.Rect;
import io.acuity.imaging.FloatImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCoverTest {
    private static final int RADIUS = 6;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void coresHoldEachActivePixelOnceAndWindowsWhatItDependsOn(long seed) {
        // given
        Random random = new Random(seed);
        int width = 20 + random.nextInt(60);
        int height = 20 + random.nextInt(60);
        ActivationSteps activation = smooth(width, height, random);
        MaskCover cover = new MaskCover(activation, new CoverSettings(RADIUS, Halo.SEAMS, 4, 2000, 50));
        for (int index = 0; index < activation.steps(); index++) {
            // when
            List<CoverPatch> patches = cover.patches(index);
            // then
            int[] held = new int[width * height];
            for (CoverPatch patch : patches) {
                mark(patch.core(), width, held);
                assertThat(patch.width() % 4).isZero();
            }
            int step = index;
            assertThat(IntStream.range(0, held.length).filter(pixel -> activation.isActive(pixel, step)))
                    .allMatch(pixel -> held[pixel] == 1);
            for (CoverPatch patch : patches) {
                assertNeighboursAreSeen(patch, activation, index);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void withoutGatesWindowsHoldTheRadiusAllAroundAndNothingBeyondTheImage(long seed) {
        // given
        Random random = new Random(seed);
        int width = 20 + random.nextInt(60);
        int height = 20 + random.nextInt(60);
        ActivationSteps activation = smooth(width, height, random);
        MaskCover cover = new MaskCover(activation, new CoverSettings(RADIUS, Halo.AROUND, 4, 2000, 0));
        Rect image = new Rect(0, 0, width, height);
        for (int index = 0; index < activation.steps(); index++) {
            // when
            List<CoverPatch> patches = cover.patches(index);
            // then
            int[] held = new int[width * height];
            for (CoverPatch patch : patches) {
                mark(patch.core(), width, held);
                Rect core = patch.core();
                int x = Math.max(0, core.x() - RADIUS);
                int y = Math.max(0, core.y() - RADIUS);
                Rect seen = new Rect(
                        x, y, Math.min(width, core.endX() + RADIUS) - x, Math.min(height, core.endY() + RADIUS) - y);
                assertThat(patch.window().contains(seen)).isTrue();
                assertThat(image.contains(patch.window())).isTrue();
                assertThat(patch.pixels()).isEqualTo(patch.window().pixels());
            }
            int step = index;
            assertThat(IntStream.range(0, held.length).filter(pixel -> activation.isActive(pixel, step)))
                    .allMatch(pixel -> held[pixel] == 1);
        }
    }

    /** Flood from the core's active pixels through active ones: whatever is reached in six steps lies in the window. */
    private static void assertNeighboursAreSeen(CoverPatch patch, ActivationSteps activation, int index) {
        int width = activation.width();
        boolean[] reached = new boolean[width * activation.height()];
        Rect core = patch.core();
        for (int y = core.y(); y < core.endY(); y++) {
            for (int x = core.x(); x < core.endX(); x++) {
                reached[y * width + x] = activation.isActive(y * width + x, index);
            }
        }
        for (int step = 0; step < RADIUS; step++) {
            boolean[] next = reached.clone();
            for (int pixel = 0; pixel < reached.length; pixel++) {
                if (!reached[pixel] && activation.isActive(pixel, index)) {
                    next[pixel] = touches(reached, pixel, width);
                }
            }
            reached = next;
        }
        boolean[] all = reached;
        assertThat(IntStream.range(0, all.length).filter(pixel -> all[pixel]))
                .allMatch(pixel -> patch.window().contains(new Rect(pixel % width, pixel / width, 1, 1)));
    }

    private static boolean touches(boolean[] reached, int pixel, int width) {
        int height = reached.length / width;
        for (int y = Math.max(0, pixel / width - 1); y <= Math.min(height - 1, pixel / width + 1); y++) {
            for (int x = Math.max(0, pixel % width - 1); x <= Math.min(width - 1, pixel % width + 1); x++) {
                if (reached[y * width + x]) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void mark(Rect core, int width, int[] held) {
        for (int y = core.y(); y < core.endY(); y++) {
            for (int x = core.x(); x < core.endX(); x++) {
                held[y * width + x]++;
            }
        }
    }

    private static ActivationSteps smooth(int width, int height, Random random) {
        FloatImage attention = FloatImage.zeros(1, height, width);
        double phaseX = random.nextDouble() * 6;
        double phaseY = random.nextDouble() * 6;
        double size = 4 + random.nextInt(12);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double wave = Math.sin(x / size + phaseX) * Math.cos(y / size + phaseY);
                attention.values()[y * width + x] = (float) Math.clamp(wave, 0, 1);
            }
        }
        return ActivationSteps.of(attention, 0, 5);
    }
}
