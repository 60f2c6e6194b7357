package io.acuity.video.pam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.acuity.video.ClipException;
import io.acuity.video.ClipException.Reason;
import io.acuity.video.FramePixels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PamFramesTest {
    private static final long LIMIT = 10_000;

    @ParameterizedTest
    @CsvSource({"1, 1, 8", "17, 5, 8", "100, 100, 8", "33, 9, 16"})
    void returnsWhatItWasGiven(int width, int height, int depth) {
        FramePixels frame = random(width, height, depth);

        FramePixels back = PamFrames.decode(PamFrames.encode(frame), LIMIT);

        assertThat(back).usingRecursiveComparison().isEqualTo(frame);
    }

    @Test
    void isAPamFileInsideZstd() {
        byte[] file = Zstd.decompress(PamFrames.encode(random(4, 3, 16)), 1000);

        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .startsWith("P7\nWIDTH 4\nHEIGHT 3\nDEPTH 3\nMAXVAL 65535\nTUPLTYPE RGB\nENDHDR\n");
        assertThat(file).hasSize(61 + 4 * 3 * 6);
    }

    @Test
    void aCommentMakesEqualFramesDifferentBytesAndTheSamePixels() {
        FramePixels frame = random(4, 3, 8);
        byte[] first = PamFrames.encode(frame, "clip a frame 1 WIDTH 9 ENDHDR");
        byte[] second = PamFrames.encode(frame, "x".repeat(120));

        assertThat(first).isNotEqualTo(second).isNotEqualTo(PamFrames.encode(frame));
        assertThat(PamFrames.decode(first, LIMIT)).usingRecursiveComparison().isEqualTo(frame);
        assertThat(PamFrames.decode(second, LIMIT)).usingRecursiveComparison().isEqualTo(frame);
        assertThat(new String(Zstd.decompress(first, 1000), StandardCharsets.ISO_8859_1))
                .startsWith("P7\n# clip a frame 1 WIDTH 9 ENDHDR\nWIDTH 4\n");
        assertThatIllegalArgumentException().isThrownBy(() -> PamFrames.encode(frame, "two\nlines"));
    }

    @Test
    void checksSizesBeforeItTakesMemory() {
        refused(PamFrames.encode(random(101, 100, 8)), Reason.TOO_LARGE);
        // a zstd frame that promises an exabyte
        byte[] liar = PamFrames.encode(random(100, 100, 8));
        byte[] huge = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0};
        assertThat(liar).isNotEmpty();
        refused(huge, Reason.TOO_LARGE);
    }

    @Test
    void tellsDamagedFramesFromGoodOnes() {
        byte[] good = PamFrames.encode(random(20, 20, 8));
        byte[] damaged = good.clone();
        damaged[good.length / 2] ^= 0x55;

        refused(new byte[0], Reason.BROKEN_FRAME);
        refused("no frame".getBytes(StandardCharsets.UTF_8), Reason.BROKEN_FRAME);
        refused(Arrays.copyOf(good, good.length - 9), Reason.BROKEN_FRAME);
        refused(damaged, Reason.BROKEN_FRAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P6\n2 1\n255\nABCDEF",
                "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nENDHDR\nABCDEFGH",
                "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\nABCDE",
                "P7\nWIDTH -2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\nABCDEF",
                "P7\nWIDTH 2\nDEPTH 3\nMAXVAL 255\nENDHDR\nABCDEF",
                "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 1023\nENDHDR\nABCDEFABCDEF",
                "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\n"
            })
    void refusesHeadersThatContradictThemselves(String file) {
        refused(Zstd.compress(file.getBytes(StandardCharsets.ISO_8859_1)), Reason.BROKEN_FRAME);
    }

    private static void refused(byte[] bytes, Reason reason) {
        assertThatThrownBy(() -> PamFrames.decode(bytes, LIMIT))
                .isInstanceOfSatisfying(
                        ClipException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static FramePixels random(int width, int height, int depth) {
        byte[] samples = new byte[(int) FramePixels.bytes(width, height, depth)];
        new SplittableRandom(3).nextBytes(samples);
        return new FramePixels(width, height, depth, samples);
    }
}
