package io.acuity.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.acuity.imaging.Picture;
import io.acuity.imaging.Plane;
import io.acuity.imaging.TestPictures;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourAndOrientationTest {
    private static final byte[] LINEAR =
            ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    private static final byte[] GREY =
            ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void convertsTheProfileOfPng(int bitDepth) {
        // given
        Picture linear = TestPictures.noise(3, 30, 70, 4, bitDepth);
        byte[] png = PictureWriters.encode(linear, PictureFormat.PNG, 90);
        // when
        Picture picture = decoder.decode(ImageFiles.withChunk(png, "iCCP", ImageFiles.profileChunk(LINEAR)));
        // then
        assertGammaEncoded(picture, linear, bitDepth == 8 ? 2 : 1);
        assertThat(TestPictures.alpha(picture).samples())
                .isEqualTo(TestPictures.alpha(linear).samples());
    }

    @Test
    void convertsTheProfileOfJpegOnce() {
        // given
        byte[] jpeg = PictureWriters.encode(TestPictures.waves(3, 40, 40, 3), PictureFormat.JPEG, 95);
        Picture linear = decoder.decode(jpeg);
        // when
        Picture picture = decoder.decode(ImageFiles.withSegment(jpeg, 0xE2, ImageFiles.profileSegment(LINEAR)));
        // then
        assertGammaEncoded(picture, linear, 2);
    }

    @Test
    void convertsTheProfileOfTiff() {
        // given
        byte[] samples = {10, 40, (byte) 200, (byte) 255, 0, 90};
        byte[] plain = ImageFiles.tiff(2, 1, samples, Map.of(258, 8, 262, 2, 277, 3), new byte[0]);
        byte[] tagged = ImageFiles.tiff(2, 1, samples, Map.of(258, 8, 262, 2, 277, 3), LINEAR);
        // then
        assertGammaEncoded(decoder.decode(tagged), decoder.decode(plain), 2);
    }

    @Test
    void greyStaysAsItIsUnderAColourProfile() {
        // given
        Picture grey = TestPictures.noise(3, 9, 9, 1, 8);
        byte[] png = PictureWriters.encode(grey, PictureFormat.PNG, 90);
        // when
        Picture picture = decoder.decode(ImageFiles.withChunk(png, "iCCP", ImageFiles.profileChunk(LINEAR)));
        // then
        assertThat(picture.colour().get(0).samples())
                .isEqualTo(grey.colour().get(0).samples());
    }

    @Test
    void aGreyProfileOfPngIsConverted() {
        // given: the JDK's grey profile says that samples are linear
        Picture grey = TestPictures.noise(3, 9, 9, 1, 8);
        byte[] png = PictureWriters.encode(grey, PictureFormat.PNG, 90);
        // when
        Picture picture = decoder.decode(ImageFiles.withChunk(png, "iCCP", ImageFiles.profileChunk(GREY)));
        // then
        assertGammaEncoded(picture, grey, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 012345",
        "2, 210543",
        "3, 543210",
        "4, 345012",
        "5, 031425",
        "6, 304152",
        "7, 524130",
        "8, 251403",
        "9, 012345"
    })
    void standsUprightAfterAnyOrientation(int orientation, String expected) {
        // given: rows 0 1 2 and 3 4 5
        Plane plane = new Plane(3, 2);
        for (int i = 0; i < 6; i++) {
            plane.samples()[i] = (short) (i * 257);
        }
        byte[] png = PictureWriters.encode(new Picture(List.of(plane), plane, 8), PictureFormat.PNG, 90);
        // when
        Picture picture = decoder.decode(ImageFiles.withChunk(png, "eXIf", ImageFiles.exif(orientation)));
        // then
        StringBuilder actual = new StringBuilder();
        for (short sample : picture.colour().get(0).samples()) {
            actual.append(sample / 257);
        }
        assertThat(actual).hasToString(expected);
        boolean turned = orientation >= 5 && orientation <= 8;
        assertThat(picture.width()).isEqualTo(turned ? 2 : 3);
        assertThat(TestPictures.alpha(picture).samples())
                .isEqualTo(picture.colour().get(0).samples());
    }

    @Test
    void jpegAndTiffAreTurnedToo() {
        // given
        byte[] jpeg = PictureWriters.encode(TestPictures.waves(3, 40, 24, 3), PictureFormat.JPEG, 95);
        byte[] tiff = ImageFiles.tiff(2, 1, new byte[] {1, 2}, Map.of(258, 8, 262, 1, 277, 1, 274, 6), new byte[0]);
        // when
        Picture turned = decoder.decode(ImageFiles.withSegment(jpeg, 0xE1, ImageFiles.exifSegment(6)));
        // then
        assertThat(turned.width()).isEqualTo(24);
        assertThat(decoder.decode(tiff).height()).isEqualTo(2);
    }

    private static void assertGammaEncoded(Picture actual, Picture linear, int tolerance) {
        for (int c = 0; c < actual.colour().size(); c++) {
            for (int i = 0; i < actual.colour().get(c).samples().length; i++) {
                double light = (linear.colour().get(c).samples()[i] & 0xFFFF) / (double) Plane.MAX;
                double expected = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
                double level = (actual.colour().get(c).samples()[i] & 0xFFFF) / 257.0;
                assertThat(level).isCloseTo(expected * 255, within(tolerance + 0.5));
            }
        }
    }
}
