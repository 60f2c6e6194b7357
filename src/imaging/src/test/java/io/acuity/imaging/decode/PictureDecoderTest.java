package io.acuity.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.TestPictures;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    private static final byte[] NO_PROFILE = {};

    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    @ParameterizedTest
    @CsvSource({"lossless.webp, 0.01", "lossy.webp, 5", "alpha.webp, 0.01", "cmyk.jpg, 4"})
    void readsFormatsJavaCannotWrite(String name, double tolerance) {
        // when
        Picture picture = decoder.decode(ImageFiles.resource(name));
        // then
        assertThat(picture.width()).isEqualTo(61);
        assertThat(picture.height()).isEqualTo(47);
        double sum = 0;
        for (int y = 0; y < 47; y++) {
            // Where alpha is 0 the writer forgot the colour.
            for (int x = 1; x < 61; x++) {
                for (int c = 0; c < 3; c++) {
                    sum += Math.abs(picture.colour().get(c).sample(x, y) / 257 - drawn(x, y, c));
                }
            }
        }
        assertThat(sum / (61 * 47 * 3)).isLessThan(tolerance);
        Plane alpha = picture.alpha();
        assertThat(alpha != null).isEqualTo(name.equals("alpha.webp"));
        if (alpha != null) {
            assertThat(alpha.sample(20, 5)).isEqualTo(80 * 257);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bmp, 5, 3",
        "bmp, 10, 1",
        "bmp, 13, 3",
        "bmp, 12, 1",
        "gif, 13, 3",
        "gif, 12, 1",
        "png, 9, 3",
        "tiff, 12, 1"
    })
    void readsWhatImageIoWrites(String format, int imageType, int planes) throws IOException {
        // given
        BufferedImage image = new BufferedImage(19, 11, imageType);
        Random random = new Random(4);
        for (int i = 0; i < 19 * 11; i++) {
            image.setRGB(i % 19, i / 19, 0xFF000000 | random.nextInt(1 << 24));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out) || imageType == 9).isTrue();
        if (out.size() == 0) {
            return;
        }
        // when
        Picture picture = decoder.decode(out.toByteArray());
        // then
        assertThat(picture.colour()).hasSize(planes);
        for (int c = 0; c < planes && imageType != 10; c++) {
            for (int i = 0; i < 19 * 11; i++) {
                int expected = (image.getRGB(i % 19, i / 19) >> (16 - 8 * c)) & 0xFF;
                assertThat(picture.colour().get(c).sample(i % 19, i / 19)).isEqualTo(expected * 257);
            }
        }
    }

    @Test
    void theFirstFrameOfAGifStandsWhereItBelongs() throws IOException {
        // given: a frame of 3×2 on a screen of 6×5
        byte[] gif = gifWithFrameAt(2, 1);
        // when
        Picture picture = decoder.decode(gif);
        // then
        assertThat(decoder.probe(gif)).isEqualTo(new ImageHeader(ImageFormat.GIF, 6, 5));
        assertThat(picture.width()).isEqualTo(6);
        assertThat(picture.colour().get(0).sample(2, 1)).isEqualTo(Plane.MAX);
        assertThat(TestPictures.alpha(picture).sample(2, 1)).isEqualTo(Plane.MAX);
        assertThat(TestPictures.alpha(picture).sample(0, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"5, 4, 1", "4, 4, 2", "6, 0, 0", "0, 200, 0", "255, 255, 0"})
    void ofAFrameOfAGifOnlyWhatLiesOnItsScreenIsSeen(int left, int top, int seen) throws IOException {
        // given
        byte[] gif = gifWithFrameAt(left, top);

        // when
        Picture picture = decoder.decode(gif);

        // then
        assertThat(picture.width()).isEqualTo(6);
        assertThat(picture.height()).isEqualTo(5);
        int opaque = 0;
        for (short sample : TestPictures.alpha(picture).samples()) {
            opaque += sample == 0 ? 0 : 1;
        }
        assertThat(opaque).isEqualTo(seen);
    }

    /** A frame of 3×2 on a screen that is made 6×5. */
    private static byte[] gifWithFrameAt(int left, int top) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(0, 0, 0xFFFFFFFF);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "gif", out);
        byte[] gif = out.toByteArray();
        gif[6] = 6;
        gif[8] = 5;
        int descriptor = 13 + 3 * 256;
        while (gif[descriptor] != 0x2C) {
            descriptor++;
        }
        gif[descriptor + 1] = (byte) left;
        gif[descriptor + 3] = (byte) top;
        return gif;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 65535", "2, 2, 43690", "4, 9, 39321"})
    void widensShallowGreyPng(int bitDepth, int level, int expected) {
        // given: one pixel whose sample sits in the top bits
        byte[] png = ImageFiles.png(1, 1, bitDepth, 0, new byte[] {0, (byte) (level << (8 - bitDepth))});
        // when
        Picture picture = decoder.decode(png);
        // then
        assertThat(picture.bitDepth()).isEqualTo(8);
        assertThat(picture.colour().get(0).sample(0, 0)).isEqualTo(expected);
    }

    @Test
    void readsPalettesWithTransparency() {
        // given
        byte[] plain = ImageFiles.png(2, 1, 8, 3, new byte[] {0, 0, 1});
        byte[] transparent = ImageFiles.withChunk(plain, "tRNS", new byte[] {64});
        byte[] png = ImageFiles.withChunk(transparent, "PLTE", new byte[] {1, 2, 3, 4, 5, 6});
        // when
        Picture picture = decoder.decode(png);
        // then
        assertThat(picture.colour().get(2).samples()).containsExactly((short) (3 * 257), (short) (6 * 257));
        assertThat(TestPictures.alpha(picture).samples()).containsExactly((short) (64 * 257), (short) Plane.MAX);
    }

    @Test
    void aTransparentColourBecomesAlpha() {
        // given
        byte[] rows = {0, 9, 8, 7, 1, 1, 1};
        byte[] png = ImageFiles.withChunk(ImageFiles.png(2, 1, 8, 2, rows), "tRNS", new byte[] {0, 9, 0, 8, 0, 7});
        // when
        Picture picture = decoder.decode(png);
        // then
        assertThat(TestPictures.alpha(picture).samples()).containsExactly((short) 0, (short) Plane.MAX);
    }

    @Test
    void cmykTiffWithoutProfileTurnsInksIntoLight() {
        // given: half cyan, no magenta, full yellow, no black
        byte[] samples = {(byte) 128, 0, (byte) 255, 0};
        byte[] tiff = ImageFiles.tiff(1, 1, samples, Map.of(258, 8, 262, 5, 277, 4), NO_PROFILE);
        // when
        Picture picture = decoder.decode(tiff);
        // then
        assertThat(picture.colour()).hasSize(3);
        assertThat(picture.colour().get(0).sample(0, 0) / 257.0).isCloseTo(127, within(40.0));
        assertThat(picture.colour().get(1).sample(0, 0) / 257.0).isGreaterThan(180);
        assertThat(picture.colour().get(2).sample(0, 0) / 257.0).isLessThan(90);
    }

    @Test
    void premultipliedTiffBecomesStraight() {
        // given: associated alpha of one half over a colour stored half as bright
        byte[] samples = {50, 25, 0, (byte) 128};
        byte[] tiff = ImageFiles.tiff(1, 1, samples, Map.of(258, 8, 262, 2, 277, 4, 338, 1), NO_PROFILE);
        // when
        Picture picture = decoder.decode(tiff);
        // then
        assertThat(TestPictures.alpha(picture).sample(0, 0)).isEqualTo(128 * 257);
        assertThat(picture.colour().get(0).sample(0, 0) / 257.0).isCloseTo(50 * 255 / 128.0, within(0.6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "TIFF"})
    void onePixelIsAPicture(PictureFormat format) {
        // given
        Picture pixel = TestPictures.noise(8, 1, 1, 4, 8);
        // when
        Picture decoded = decoder.decode(PictureWriters.encode(pixel, format, 90));
        // then
        assertThat(decoded.width()).isEqualTo(1);
        assertThat(decoded.colour().get(0).sample(0, 0))
                .isEqualTo(pixel.colour().get(0).sample(0, 0));
    }

    @Test
    void readsFilesAsItReadsBytes(@TempDir Path folder) throws IOException {
        // given
        Path file = Files.write(folder.resolve("x"), ImageFiles.resource("lossy.webp"));
        // then
        assertThat(decoder.probe(file)).isEqualTo(new ImageHeader(ImageFormat.WEBP, 61, 47));
        assertThat(decoder.decode(file).width()).isEqualTo(61);
    }

    private static int drawn(int x, int y, int channel) {
        return switch (channel) {
            case 0 -> (int) (128 + 100 * Math.sin(x / 9.0) * Math.cos(y / 7.0));
            case 1 -> (int) (128 + 90 * Math.cos(x / 5.0 + 1));
            default -> 60 + 2 * y;
        };
    }
}
