package io.acuity.attention.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.attention.AttentionMap;
import io.acuity.attention.Images;
import io.acuity.attention.innate.EdgeExtractor;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.Plane;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.imaging.encode.PictureWriters;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapPicturesTest {
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    @Test
    void aMapReadFromItsFileIsTheSameMap() {
        // given
        AttentionMap map = new EdgeExtractor().extract(Images.noise(8, 20, 30), 80, 120);

        // when
        Picture picture = decoder.decode(MapPictures.encode(map));
        AttentionMap read = MapPictures.read(picture, 80, 120);

        // then
        assertThat(picture.bitDepth()).isEqualTo(16);
        assertThat(picture.isGrey()).isTrue();
        assertThat(read.toImage().values()).isEqualTo(map.toImage().values());
    }

    @Test
    void aMapOfEightBitsIsTakenAsItIs() {
        // given levels 0, 100 and 200 of 255: not stretched to 1
        Plane plane = new Plane(3, 1, new short[] {0, (short) (100 * 257), (short) (200 * 257)});
        byte[] file = PictureWriters.encode(new Picture(List.of(plane), null, 8), PictureFormat.PNG, 90);

        // when
        AttentionMap map = MapPictures.read(decoder.decode(file), 1, 3);

        // then
        assertThat(map.toImage().values()).containsExactly(0, 100 / 255f, 200 / 255f);
    }

    @Test
    void threeEqualColoursAreGrey() {
        // given
        Plane plane = new Plane(2, 1, new short[] {0, (short) 65535});

        // then
        assertThat(MapPictures.read(new Picture(List.of(plane, plane, plane), null, 8), 1, 2)
                        .mean())
                .isEqualTo(0.5);
    }

    @Test
    void refusesAMapOfAnotherSize() {
        assertThatThrownBy(() -> MapPictures.read(new Picture(List.of(new Plane(10, 20)), null, 8), 80, 40))
                .isInstanceOf(UnusableMapException.class)
                .hasMessage(
                        "The attention map has 10×20 pixels but the result has 40×80; make the map as large as the result.");
    }

    @Test
    void refusesColoursAndTransparency() {
        // given
        Plane black = new Plane(1, 1);
        Picture red = PictureConversions.toPicture(Images.grey(1, 1, (y, x) -> 1), null, 8);
        Picture colours = new Picture(List.of(red.colour().get(0), black, black), null, 8);

        // then
        assertThatThrownBy(() -> MapPictures.read(colours, 1, 1)).hasMessageContaining("in colours");
        assertThatThrownBy(() -> MapPictures.read(new Picture(List.of(black), black, 8), 1, 1))
                .hasMessageContaining("transparent");
    }
}
