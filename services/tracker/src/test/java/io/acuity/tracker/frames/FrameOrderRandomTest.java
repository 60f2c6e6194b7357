package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FrameResult;
import io.acuity.events.FrameState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders and losses drawn at random, from seeds that are named. */
class FrameOrderRandomTest extends FrameOrderFixture {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderOfAnythingBecomesTheOrderOfTheClips(long seed) {
        // given: three clips, requests and outcomes in any order, a third of them twice
        var random = new Random(seed);
        var lengths = Map.of("a", 40 + random.nextInt(80), "b", 40 + random.nextInt(80), "c", 1);
        var steps = new ArrayList<Runnable>();
        lengths.forEach((clip, length) -> {
            for (int i = 0; i < length; i++) {
                int index = i;
                for (int copy = 0; copy < (random.nextInt(3) == 0 ? 2 : 1); copy++) {
                    steps.add(() -> ask(clip, index, index + 1));
                    steps.add(() -> done(clip, index));
                }
            }
            steps.add(() -> end(clip, length));
        });
        Collections.shuffle(steps, random);

        // when
        steps.forEach(Runnable::run);

        // then
        var byClip = new HashMap<String, List<Long>>();
        List<FrameResult> told = told();
        told.forEach(result -> byClip.computeIfAbsent(result.getClipId(), any -> new ArrayList<>())
                .add(result.getIndex()));
        lengths.forEach((clip, length) -> assertThat(byClip.get(clip)).isEqualTo(indexes(length + 1)));
        assertThat(told)
                .filteredOn(result -> result.getState() == FrameState.END)
                .hasSize(3);
        assertNothingIsKept();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsLostEachIndexIsToldOnce(long seed) {
        // given: a third of the requests never comes, another third of the frames misses its deadline
        var random = new Random(seed);
        var steps = new ArrayList<Runnable>();
        var states = new ArrayList<FrameState>();
        for (int i = 0; i < 150; i++) {
            int index = i;
            int fate = random.nextInt(3);
            states.add(fate == 2 ? FrameState.UPSCALED : FrameState.GAP);
            if (fate > 0) {
                steps.add(() -> ask(Frames.due("a", index, NOON.plusSeconds(1))));
            }
            if (fate == 2) {
                steps.add(() -> done("a", index));
            }
        }
        steps.add(() -> end("a", 150));
        states.add(FrameState.END);
        Collections.shuffle(steps, random);

        // when
        steps.forEach(Runnable::run);
        IntStream.range(0, 30).forEach(second -> pass(Duration.ofSeconds(1)));

        // then
        List<FrameResult> told = told();
        assertThat(told).extracting(FrameResult::getIndex).isEqualTo(indexes(151));
        assertThat(told).extracting(FrameResult::getState).isEqualTo(states);
        assertNothingIsKept();
    }
}
