package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionWindowTest {

    @Test
    void finishedOffsetsAboveTheOldestUnfinishedTravelInTheMetadata() {
        // given
        var window = new PartitionWindow(100, "");
        deliver(window, 100, 101, 102);

        // when
        window.finish(102);

        // then
        assertThat(window.commit().offset()).isEqualTo(100);
        var restored = new PartitionWindow(100, window.commit().metadata());
        assertThat(start(restored, 100)).isTrue();
        assertThat(start(restored, 101)).isTrue();
        assertThat(start(restored, 102)).isFalse();
        assertThat(start(restored, 103)).isTrue();
    }

    @Test
    void theBaseJumpsOverEverythingThatIsFinished() {
        // given
        var window = new PartitionWindow(0, "");
        deliver(window, 0, 1, 2, 3);
        window.finish(1);
        window.finish(2);

        // when
        window.finish(0);

        // then
        assertThat(window.base()).isEqualTo(3);
        assertThat(window.commit().metadata()).isEmpty();
    }

    @Test
    void offsetsThatKafkaSkipsCountAsFinished() {
        // given: 5 is in work, 6 and 7 are transaction markers
        var window = new PartitionWindow(5, "");
        deliver(window, 5, 8);

        // when
        window.finish(5);

        // then
        assertThat(window.base()).isEqualTo(8);
    }

    @Test
    void aJumpBeyondTheBitmapIsFollowedOnceNothingIsInWork() {
        // given: old records expired, or the topic was cut
        var window = new PartitionWindow(5, "");
        long far = 5 + 10L * PartitionWindow.SPAN;
        deliver(window, 5);

        // when
        window.skipTo(far);

        // then
        assertThat(window.admits(far)).isFalse();
        window.finish(5);
        window.skipTo(far);
        assertThat(window.admits(far)).isTrue();
        assertThat(window.base()).isEqualTo(far);
    }

    @Test
    void theBitmapIsBoundedAndFitsKafkasMetadataLimit() {
        // given
        var window = new PartitionWindow(0, "");
        deliver(window, 0);

        // when: every admitted record but the first finishes
        for (long offset = 1; window.admits(offset); offset++) {
            assertThat(start(window, offset)).isTrue();
            window.finish(offset);
        }

        // then
        assertThat(window.admits(PartitionWindow.SPAN)).isFalse();
        assertThat(window.commit().metadata().length()).isBetween(500, 1_000);
    }

    @Test
    void foreignMetadataIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartitionWindow(0, "checkpoint=17"))
                .withMessageContaining("another program");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderOfFinishingAndRestartsWorksOnEachOffsetOnce(long seed) {
        // given
        var random = new Random(seed);
        var done = new HashSet<Long>();
        var committed = new PartitionWindow(0, "").commit();
        int records = 3_000;

        for (int life = 0; life < 200; life++) {
            // when: a life starts from the last commit, finishes some records in any order, commits, and dies
            var window = new PartitionWindow(committed.offset(), committed.metadata());
            var inWork = new TreeSet<Long>();
            for (long offset = committed.offset(); offset < records && inWork.size() < 40; offset++) {
                window.skipTo(offset);
                if (window.admits(offset) && window.deliver(offset)) {
                    inWork.add(offset);
                }
            }
            for (long offset : inWork) {
                if (random.nextInt(3) > 0) {
                    window.finish(offset);
                    // then
                    assertThat(done.add(offset))
                            .as("offset %d published once, seed %d", offset, seed)
                            .isTrue();
                }
            }
            committed = window.commit();
        }
        assertThat(done)
                .hasSize((int) committed.offset()
                        + FinishedOffsets.decode(committed.metadata()).cardinality());
    }

    @Test
    void bitmapsComeBackEqual() {
        // given
        var bits = new BitSet();
        bits.set(1);
        bits.set(63);
        bits.set(64, 130);

        // then
        assertThat(FinishedOffsets.decode(FinishedOffsets.encode(bits))).isEqualTo(bits);
        assertThat(FinishedOffsets.encode(new BitSet())).isEmpty();
    }

    private static void deliver(PartitionWindow window, long... offsets) {
        for (long offset : offsets) {
            assertThat(start(window, offset)).isTrue();
        }
    }

    private static boolean start(PartitionWindow window, long offset) {
        window.skipTo(offset);
        return window.admits(offset) && window.deliver(offset);
    }
}
