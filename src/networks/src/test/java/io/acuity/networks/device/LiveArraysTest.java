package io.acuity.networks.device;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class LiveArraysTest {
    @Test
    void arraysOfScopesWithinScopesAreCountedUntilTheyClose() {
        // given
        LiveArrays before = LiveArrays.now();
        try (NDManager outer = NDManager.newBaseManager();
                NDManager inner = outer.newSubManager()) {
            outer.zeros(new Shape(2));
            inner.zeros(new Shape(2));
            inner.zeros(new Shape(2));
            // when
            LiveArrays within = LiveArrays.now();
            // then
            assertThat(within.arrays()).isEqualTo(before.arrays() + 3);
            assertThat(within.managers()).isEqualTo(before.managers() + 2);
        }
        assertThat(LiveArrays.now()).isEqualTo(before);
    }
}
