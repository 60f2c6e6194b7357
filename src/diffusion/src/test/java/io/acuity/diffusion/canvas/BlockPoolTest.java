package io.acuity.diffusion.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1025, 750_000, 786_432, 3_145_728, 100_000_001})
    void capacityIsEnoughAndWastesLittle(int floats) {
        assertThat(BlockPool.roundUp(floats)).isBetween(floats, floats + Math.max(1024, floats / 4));
    }

    @Test
    void blocksGivenBackAreUsedAgain() {
        // given
        BlockPool pool = new BlockPool(1 << 20);
        FloatBuffer block = pool.take(5000);
        // when
        pool.give(block);
        // then
        assertThat(pool.take(4900)).isSameAs(block);
        assertThat(block.isDirect()).isTrue();
        assertThat(block.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(pool.inUse()).isEqualTo(1);
        assertThat(pool.peakInUse()).isEqualTo(1);
    }

    @Test
    void idleMemoryIsBounded() {
        // given room for one idle block
        BlockPool pool = new BlockPool(1024 * Float.BYTES);
        FloatBuffer first = pool.take(1024);
        FloatBuffer second = pool.take(1024);
        // when
        pool.give(first);
        pool.give(second);
        // then
        assertThat(pool.take(1024)).isSameAs(first);
        assertThat(pool.take(1024)).isNotSameAs(second);
    }
}
