package io.acuity.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.imaging.Picture;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramePixelsTest {
    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void becomesAPictureAndBack(int depth) {
        FramePixels frame = random(13, 7, depth);

        Picture picture = frame.toPicture();

        assertThat(picture.bitDepth()).isEqualTo(depth);
        assertThat(picture.colour().get(2).sample(12, 6)).isEqualTo(frame.sample(12, 6, 2));
        assertThat(FramePixels.of(picture)).usingRecursiveComparison().isEqualTo(frame);
    }

    @Test
    void roundsEverySampleToTheNearestOfEightBits() {
        short[] all = new short[65536];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
        }

        FramePixels frame = FramePixels.ofPlanes(256, 256, 8, new short[][] {all, all, all});

        for (int i = 0; i < all.length; i++) {
            assertThat(frame.samples()[3 * i] & 0xFF).isEqualTo((int) Math.round(i / 257.0));
        }
    }

    @Test
    void takesRowsAndPartsWhereTheyBelong() {
        // given a canvas of another frame
        FramePixels start = random(20, 10, 8);
        FrameCanvas canvas = new FrameCanvas(start);
        PixelBox part = new PixelBox(4, 3, 5, 4);
        short[] white = new short[10];
        Arrays.fill(white, (short) 0xFFFF);

        // when two rows are written and a part is pasted
        canvas.writeRows(part, 1, 2, new short[][] {white, white, white});
        canvas.paste(random(2, 2, 8), 18, 8);
        FramePixels result = canvas.snapshot();

        // then nothing else has changed, and the start has not either
        assertThat(result.sample(4, 4, 0)).isEqualTo(65535);
        assertThat(result.sample(8, 5, 2)).isEqualTo(65535);
        assertThat(result.sample(4, 3, 0)).isEqualTo(start.sample(4, 3, 0));
        assertThat(result.sample(9, 4, 0)).isEqualTo(start.sample(9, 4, 0));
        assertThat(result.sample(19, 9, 1)).isEqualTo(random(2, 2, 8).sample(1, 1, 1));
        assertThat(start).usingRecursiveComparison().isEqualTo(random(20, 10, 8));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new FramePixels(2, 2, 8, new byte[11])).hasMessageContaining("needs 12 bytes, not 11");
        assertThatThrownBy(() -> new FramePixels(2, 2, 10, new byte[24])).hasMessageContaining("10 bits");
        assertThatThrownBy(() -> random(4, 4, 8).part(new PixelBox(2, 2, 3, 1)))
                .hasMessageContaining("does not lie in");
    }

    @Test
    void comparesTimesExactly() {
        // 1/3 s against 0.333… s in a time base of a billionth
        FrameTime third = new FrameTime(1, 1, new Rational(1, 3));

        assertThat(third.startsBefore(333_333_333L, new Rational(1, 1_000_000_000)))
                .isFalse();
        assertThat(third.startsBefore(333_333_334L, new Rational(1, 1_000_000_000)))
                .isTrue();
    }

    private static FramePixels random(int width, int height, int depth) {
        byte[] samples = new byte[(int) FramePixels.bytes(width, height, depth)];
        new SplittableRandom(9).nextBytes(samples);
        return new FramePixels(width, height, depth, samples);
    }
}
