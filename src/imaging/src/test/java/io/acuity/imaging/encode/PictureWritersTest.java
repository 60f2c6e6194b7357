package io.acuity.imaging.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.TestPictures;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureWritersTest {
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    static Stream<Arguments> losslessKinds() {
        return Stream.of(PictureFormat.PNG, PictureFormat.TIFF)
                .flatMap(format -> IntStream.rangeClosed(1, 4)
                        .boxed()
                        .flatMap(channels -> Stream.of(8, 16)
                                .flatMap(depth -> Stream.of(
                                        Arguments.of(format, channels, depth, 37, 23),
                                        Arguments.of(format, channels, depth, 1, 1),
                                        Arguments.of(format, channels, depth, 5, 131)))));
    }

    @ParameterizedTest
    @MethodSource("losslessKinds")
    void losslessFormatsGiveEverySampleBack(PictureFormat format, int channels, int depth, int width, int height) {
        // given
        Picture picture = TestPictures.noise(width * 31L + channels, width, height, channels, depth);
        // when
        Picture decoded = decoder.decode(PictureWriters.encode(picture, format, 90));
        // then
        assertThat(decoded.bitDepth()).isEqualTo(depth);
        assertThat(decoded.colour()).hasSameSizeAs(picture.colour());
        List<Plane> expected = TestPictures.planes(picture);
        List<Plane> actual = TestPictures.planes(decoded);
        assertThat(actual).hasSameSizeAs(expected);
        for (int c = 0; c < expected.size(); c++) {
            assertThat(actual.get(c).samples())
                    .as("plane %s", c)
                    .isEqualTo(expected.get(c).samples());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void jpegStaysClose(int channels) {
        // given
        Picture picture = TestPictures.waves(4, 64, 48, channels);
        // when
        Picture decoded = decoder.decode(PictureWriters.encode(picture, PictureFormat.JPEG, 95));
        // then
        assertThat(decoded.colour()).hasSize(channels);
        for (int c = 0; c < channels; c++) {
            assertThat(meanDifference(decoded.colour().get(c), picture.colour().get(c)))
                    .isLessThan(3);
        }
    }

    @Test
    void jpegRoundsDeepSamplesToEightBits() {
        // given
        Picture picture = new Picture(List.of(new Plane(8, 8)), null, 16);
        Arrays.fill(picture.colour().get(0).samples(), (short) 30_000);
        // when
        Picture decoded = decoder.decode(PictureWriters.encode(picture, PictureFormat.JPEG, 100));
        // then
        assertThat(decoded.bitDepth()).isEqualTo(8);
        assertThat(decoded.colour().get(0).sample(3, 3)).isEqualTo(117 * 257);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void jpegRefusesTransparency(int channels) {
        assertThatThrownBy(
                        () -> PictureWriters.encode(TestPictures.noise(1, 4, 4, channels, 8), PictureFormat.JPEG, 90))
                .isInstanceOf(UnsupportedPictureException.class)
                .hasMessageContaining("PNG or TIFF");
    }

    @Test
    void refusesSizesAFormatCannotHold() {
        assertThatThrownBy(
                        () -> PictureWriters.requireSupported(PictureFormat.JPEG, new PictureLayout(70_000, 10, 3, 8)))
                .isInstanceOf(UnsupportedPictureException.class)
                .hasMessageContaining("70000×10");
        assertThatThrownBy(() ->
                        PictureWriters.requireSupported(PictureFormat.TIFF, new PictureLayout(30_000, 30_000, 3, 16)))
                .isInstanceOf(UnsupportedPictureException.class)
                .hasMessageContaining("choose PNG");
    }

    @Test
    void rowsMayArriveInAnyPortions() throws IOException {
        // given
        PictureLayout layout = new PictureLayout(3, 5, 1, 8);
        short[] rows = new short[15];
        IntStream.range(0, 15).forEach(i -> rows[i] = (short) (i * 257));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // when
        try (PictureWriter writer = PictureWriters.open(PictureFormat.PNG, layout, 90, out)) {
            writer.writeRows(Arrays.copyOfRange(rows, 0, 3), 1);
            writer.writeRows(new short[0], 0);
            writer.writeRows(Arrays.copyOfRange(rows, 3, 15), 4);
        }
        // then
        assertThat(decoder.decode(out.toByteArray()).colour().get(0).samples()).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "TIFF", "JPEG"})
    void refusesMoreRowsThanThePictureHas(PictureFormat format) throws IOException {
        try (PictureWriter writer =
                PictureWriters.open(format, new PictureLayout(2, 2, 1, 8), 90, OutputStream.nullOutputStream())) {
            assertThatThrownBy(() -> writer.writeRows(new short[6], 3)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.writeRows(new short[3], 2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "TIFF", "JPEG"})
    void aFailingStreamIsAnIoException(PictureFormat format) {
        // given
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        // then
        assertThatThrownBy(() -> PictureWriters.write(TestPictures.noise(3, 300, 300, 3, 8), format, 90, full))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("disk full");
    }

    private static double meanDifference(Plane a, Plane b) {
        return IntStream.range(0, a.samples().length)
                .mapToDouble(i -> Math.abs((a.samples()[i] & 0xFFFF) - (b.samples()[i] & 0xFFFF)) / 257.0)
                .average()
                .orElseThrow();
    }
}
