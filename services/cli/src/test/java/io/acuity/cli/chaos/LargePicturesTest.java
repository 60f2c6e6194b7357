package io.acuity.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.blob.Payloads;
import org.junit.jupiter.api.Test;

class LargePicturesTest {
    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());

    @Test
    void aThickEnvelopeChangesNothingOfThePicture() {
        // when
        byte[] thin = LargePictures.withLargeResult(7);
        byte[] thick = LargePictures.large(7);

        // then
        assertThat(thin).hasSizeLessThan(Payloads.INLINE_LIMIT);
        assertThat(thick).hasSizeGreaterThan(Payloads.INLINE_LIMIT);
        Picture picture = decoder.decode(thick);
        assertThat(picture.bitDepth()).isEqualTo(16);
        assertThat(picture.colour().getFirst().sample(3, 5))
                .isEqualTo(decoder.decode(thin).colour().getFirst().sample(3, 5));
    }

    @Test
    void picturesDiffer() {
        assertThat(LargePictures.withLargeResult(1)).isNotEqualTo(LargePictures.withLargeResult(2));
    }
}
