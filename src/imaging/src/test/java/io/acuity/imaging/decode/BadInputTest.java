package io.acuity.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.acuity.imaging.TestPictures;
import io.acuity.imaging.decode.UnreadableImageException.Reason;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class BadInputTest {
    private final PictureDecoder decoder = new PictureDecoder(new DecodeLimits(1 << 20, 30_000, 1_000_000));

    static Stream<Arguments> badInput() {
        byte[] png = PictureWriters.encode(TestPictures.noise(1, 20, 20, 3, 8), PictureFormat.PNG, 90);
        byte[] jpeg = PictureWriters.encode(TestPictures.waves(1, 64, 64, 3), PictureFormat.JPEG, 90);
        byte[] cmyk = ImageFiles.resource("cmyk.jpg");
        byte[] garbage = "no profile at all".getBytes(StandardCharsets.US_ASCII);
        byte[] brokenRows = png.clone();
        Arrays.fill(brokenRows, 60, 300, (byte) 7);
        return Stream.of(
                Arguments.of("zero bytes", new byte[0], Reason.EMPTY),
                Arguments.of("text", "hello".getBytes(StandardCharsets.US_ASCII), Reason.NOT_AN_IMAGE),
                Arguments.of("a bomb", ImageFiles.pngHeader(60_000, 60_000), Reason.TOO_LARGE),
                Arguments.of("many pixels", ImageFiles.pngHeader(20_000, 20_000), Reason.TOO_LARGE),
                Arguments.of("many bytes", new byte[(1 << 20) + 1], Reason.TOO_LARGE),
                Arguments.of("a header of nothing", ImageFiles.pngHeader(0, 5), Reason.CORRUPT),
                Arguments.of("PNG with too few rows", ImageFiles.pngHeader(500, 500), Reason.CORRUPT),
                Arguments.of("PNG with wrong bytes", brokenRows, Reason.CORRUPT),
                Arguments.of("half a PNG", Arrays.copyOf(png, png.length / 2), Reason.TRUNCATED),
                Arguments.of("PNG without end", Arrays.copyOf(png, png.length - 12), Reason.TRUNCATED),
                Arguments.of("half a JPEG", Arrays.copyOf(jpeg, jpeg.length / 2), Reason.TRUNCATED),
                Arguments.of("JPEG without end", Arrays.copyOf(jpeg, jpeg.length - 2), Reason.TRUNCATED),
                Arguments.of("half a CMYK JPEG", Arrays.copyOf(cmyk, cmyk.length / 2), Reason.TRUNCATED),
                Arguments.of(
                        "JPEG with a broken profile",
                        ImageFiles.withSegment(jpeg, 0xE2, ImageFiles.profileSegment(garbage)),
                        Reason.BROKEN_COLOUR),
                Arguments.of(
                        "CMYK JPEG with a broken profile",
                        ImageFiles.withSegment(cmyk, 0xE2, ImageFiles.profileSegment(garbage)),
                        Reason.BROKEN_COLOUR),
                Arguments.of(
                        "PNG with a broken profile",
                        ImageFiles.withChunk(png, "iCCP", ImageFiles.profileChunk(garbage)),
                        Reason.BROKEN_COLOUR),
                Arguments.of(
                        "PNG with a profile that is not deflated",
                        ImageFiles.withChunk(png, "iCCP", garbage),
                        Reason.BROKEN_COLOUR),
                Arguments.of(
                        "TIFF of floats",
                        ImageFiles.tiff(1, 1, new byte[4], Map.of(258, 32, 262, 1, 277, 1, 339, 3), new byte[0]),
                        Reason.UNSUPPORTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInput")
    void saysWhatIsWrong(String what, byte[] image, Reason reason) {
        // when
        UnreadableImageException failure =
                catchThrowableOfType(UnreadableImageException.class, () -> decoder.decode(image));
        // then
        assertThat(failure).as(what).isNotNull();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.getMessage()).endsWith(".").contains("; ");
    }

    static Stream<Arguments> files() throws IOException {
        BufferedImage image = new BufferedImage(31, 17, BufferedImage.TYPE_BYTE_INDEXED);
        Random random = new Random(9);
        for (int i = 0; i < 31 * 17; i++) {
            image.setRGB(i % 31, i / 31, 0xFF000000 | random.nextInt(1 << 24));
        }
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        ImageIO.write(image, "gif", gif);
        ByteArrayOutputStream bmp = new ByteArrayOutputStream();
        ImageIO.write(image, "bmp", bmp);
        return Stream.of(
                Arguments.of("png", PictureWriters.encode(TestPictures.noise(1, 31, 17, 3, 8), PictureFormat.PNG, 90)),
                Arguments.of("jpeg", PictureWriters.encode(TestPictures.waves(1, 31, 17, 3), PictureFormat.JPEG, 90)),
                Arguments.of("tiff 8", PictureWriters.encode(TestPictures.waves(1, 31, 17, 3), PictureFormat.TIFF, 90)),
                Arguments.of(
                        "tiff 16", PictureWriters.encode(TestPictures.noise(1, 31, 17, 3, 16), PictureFormat.TIFF, 90)),
                Arguments.of("gif", gif.toByteArray()),
                Arguments.of("bmp", bmp.toByteArray()),
                Arguments.of("lossy webp", ImageFiles.resource("lossy.webp")),
                Arguments.of("lossless webp", ImageFiles.resource("lossless.webp")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aPartOfAFileIsNeverAPicture(String format, byte[] file) {
        // given: files end in a few bytes that no decoder needs, such as padding and end marks
        int essential = file.length - 12;
        for (int part = 1; part < 40; part++) {
            byte[] truncated = Arrays.copyOf(file, essential * part / 40);
            // then
            assertThatThrownBy(() -> decoder.decode(truncated))
                    .as("%s cut to %s bytes", format, truncated.length)
                    .isInstanceOf(UnreadableImageException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void damagedBytesGiveAPictureOrOneKindOfException(String format, byte[] file) {
        Random random = new Random(77);
        for (int round = 0; round < 60; round++) {
            // given
            byte[] damaged = file.clone();
            for (int i = 0; i < 1 + round % 5; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            // then
            try {
                assertThat(decoder.decode(damaged).width()).as(format).isPositive();
            } catch (UnreadableImageException e) {
                assertThat(e.getMessage()).endsWith(".");
            }
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> decoder.decode(Path.of("nowhere.png")))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("nowhere.png does not exist");
    }
}
