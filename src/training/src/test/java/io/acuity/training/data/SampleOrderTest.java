package io.acuity.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleOrderTest {
    private static final int SCALE = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyStepCanBeAskedForInAnyOrder(long seed) {
        // given
        SampleOrder walked = order(seed, 12, 40_000);
        List<List<SampleOrder.Draw>> expected =
                IntStream.range(0, 60).mapToObj(walked::draws).toList();

        // when
        SampleOrder jumping = order(seed, 12, 40_000);
        List<Integer> steps = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
        java.util.Collections.shuffle(steps, new Random(seed));

        // then
        assertThat(steps).allSatisfy(step -> assertThat(jumping.draws(step)).isEqualTo(expected.get(step)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void patchesLieInsideAnImageOfTheWindowOfTheirStep(long seed) {
        // given
        SampleOrder order = order(seed, 12, 40_000);

        for (long step = 0; step < 60; step++) {
            // when
            List<SampleEntry> window = order.window(step);

            // then
            assertThat(order.draws(step)).allSatisfy(draw -> {
                assertThat(window).contains(draw.entry());
                assertThat(draw.x()).isBetween(0, draw.entry().width() / SCALE - 12);
                assertThat(draw.y()).isBetween(0, draw.entry().height() / SCALE - 12);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void windowsFitAndAnEpochMeetsEveryImage(long seed) {
        // given
        long room = 40_000;
        SampleOrder order = order(seed, 12, room);
        Set<SampleEntry> met = new HashSet<>();

        // when: all windows of the first epoch, found by their ends
        long step = 0;
        for (int i = 0; i < 12; i++) {
            List<SampleEntry> window = order.window(step);
            met.addAll(window);

            // then
            assertThat(window.size() == 1 || bytes(window) <= room).isTrue();
            assertThat(order.window(order.nextWindow(step) - 1)).isEqualTo(window);
            step = order.nextWindow(step);
        }
        assertThat(met).hasSize(12);
    }

    @Test
    void imagesThatAllFitAreOneWindowForEver() {
        // given
        SampleOrder order = order(1, 5, Long.MAX_VALUE);

        // then
        assertThat(order.fits()).isTrue();
        assertThat(order.window(0)).containsExactlyInAnyOrderElementsOf(order.window(1_000_000));
    }

    @Test
    void refusesAnEmptyDataset() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SampleOrder(List.of(), shape(1), 1))
                .withMessageContaining("publish");
    }

    private static SampleOrder order(long seed, int images, long windowBytes) {
        Random random = new Random(seed);
        List<SampleEntry> entries = IntStream.range(0, images)
                .mapToObj(i ->
                        new SampleEntry("d/" + i, "sha" + i, null, 64 + random.nextInt(200), 64 + random.nextInt(200)))
                .toList();
        return new SampleOrder(entries, shape(windowBytes), seed);
    }

    private static SampleOrder.Shape shape(long windowBytes) {
        return new SampleOrder.Shape(3, 8, 2, SCALE, windowBytes);
    }

    private static long bytes(List<SampleEntry> window) {
        return window.stream()
                .mapToLong(entry -> StoredImage.bytes(entry.width() / SCALE, entry.height() / SCALE, SCALE))
                .sum();
    }
}
