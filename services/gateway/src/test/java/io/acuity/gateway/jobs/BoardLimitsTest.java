package io.acuity.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoardLimitsTest {
    @Test
    void aSmallHeapRemembersLess() {
        // given: a gateway started with -Xmx192m
        long heap = 180L << 20;

        // when
        BoardLimits limits = BoardLimits.ofHeap(heap);

        // then: results take no more than about a quarter of it
        assertThat(limits.inlineBytes()).isBetween(heap / 4, heap / 3);
        assertThat(limits.jobs()).isEqualTo(20_000);
    }

    @Test
    void aLargeHeapRemembersNoMoreThanAGibibyte() {
        assertThat(BoardLimits.ofHeap(16L << 30)).isEqualTo(new BoardLimits(100_000, 256L << 20));
    }

    @Test
    void evenTheSmallestHeapRemembersSomething() {
        assertThat(BoardLimits.ofHeap(1)).isEqualTo(new BoardLimits(1, 1 << 20));
    }
}
