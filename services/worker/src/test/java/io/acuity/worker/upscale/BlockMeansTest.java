package io.acuity.worker.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.imaging.Picture;
import io.acuity.imaging.encode.PictureLayout;
import org.junit.jupiter.api.Test;

class BlockMeansTest {
    @Test
    void rowsThatComeInPiecesBecomeTheMeansOfTheirSquares() {
        // given: 6×4 pixels of three colours, row by row 0 to 5, ten more in each row below; red, that plus 1000, 65535
        BlockMeans means = new BlockMeans(new PictureLayout(6, 4, 3, 8), 2);

        // when
        means.rows(samples(0, 1), 1);
        means.rows(samples(1, 3), 3);
        Picture picture = means.picture();

        // then
        assertThat(picture.bitDepth()).isEqualTo(16);
        assertThat(picture.width()).isEqualTo(3);
        assertThat(picture.height()).isEqualTo(2);
        assertThat(picture.colour().get(0).samples()).containsExactly(6, 8, 10, 26, 28, 30);
        assertThat(picture.colour().get(1).samples()).containsExactly(1006, 1008, 1010, 1026, 1028, 1030);
        assertThat(picture.colour().get(2).samples()).containsOnly(-1);
    }

    private static short[] samples(int first, int rows) {
        short[] samples = new short[rows * 18];
        for (int i = 0; i < rows * 6; i++) {
            int value = i % 6 + 10 * (first + i / 6);
            samples[3 * i] = (short) value;
            samples[3 * i + 1] = (short) (value + 1000);
            samples[3 * i + 2] = -1;
        }
        return samples;
    }
}
