package io.acuity.diffusion.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FrameChopTest {
    @Test
    void patchesBeginEveryStrideAndTheLastEndsWithTheImage() {
        FrameChop chop = new FrameChop(256, 224);
        assertThat(chop.starts(200)).containsExactly(0);
        assertThat(chop.starts(256)).containsExactly(0);
        assertThat(chop.starts(257)).containsExactly(0, 1);
        assertThat(chop.starts(480)).containsExactly(0, 224);
        assertThat(chop.starts(500)).containsExactly(0, 224, 244);
        assertThat(chop.patch(100)).isEqualTo(100);
        assertThat(chop.patch(500)).isEqualTo(256);
    }

    @Test
    void imagesThatAreNeverCutAreOnePatch() {
        assertThat(FrameChop.NEVER.starts(1_000_000)).containsExactly(0);
    }

    @Test
    void gapsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameChop(8, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameChop(8, 0));
    }
}
