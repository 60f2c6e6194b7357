package io.acuity.video.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.imaging.Picture;
import io.acuity.video.ClipFiles;
import io.acuity.video.FramePixels;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {
    private static final FramePixels BEFORE = new SampleClip(
                    SampleClipSettings.plain(SampleScene.MOVING_OBJECT, 64, 48, 1))
            .draw()
            .get(0);

    @Test
    void putsTheEnlargedSourceBesideTheResult() {
        FramePixels after = ClipFiles.repeated(BEFORE, 4);

        FramePixels both = SideBySide.of(BEFORE, after);

        assertThat(both.width()).isEqualTo(512);
        assertThat(both.height()).isEqualTo(192);
        assertThat(both.sample(256 + 100, 50, 1)).isEqualTo(after.sample(100, 50, 1));
        assertThat(Math.abs(both.sample(102, 50, 1) - after.sample(102, 50, 1))).isLessThan(40 * 257);
    }

    @ParameterizedTest
    @CsvSource({"5, 100, '0,20,40,60,80'", "3, 10, '0,4,7'", "8, 3, '0,1,2'", "1, 50, '0'"})
    void spreadsRowsOverTheClip(int rows, long frames, String expected) {
        ContactSheet sheet = new ContactSheet(rows, frames, 32, 0);
        List<String> shown = new ArrayList<>();
        for (long index = 0; index < frames + 20; index++) {
            if (sheet.wants(index)) {
                sheet.add(BEFORE, BEFORE);
                shown.add("" + index);
            }
        }

        assertThat(String.join(",", shown)).isEqualTo(expected);
        assertThat(sheet.picture().width()).isEqualTo(2 * 32 + 4);
    }

    @Test
    void turnsFramesAsPlayersDo() {
        // given frames that are stored lying on their left side, with a light top left corner
        byte[] samples = new byte[40 * 20 * 3];
        for (int y = 0; y < 5; y++) {
            Arrays.fill(samples, y * 120, y * 120 + 30, (byte) 255);
        }
        FramePixels stored = new FramePixels(40, 20, 8, samples);
        ContactSheet sheet = new ContactSheet(1, 1, 20, 90);

        // when
        sheet.add(stored, stored);
        Picture picture = sheet.picture();

        // then they stand, and the corner is at the top right
        assertThat(picture.width()).isEqualTo(44);
        assertThat(picture.height()).isEqualTo(40);
        assertThat(picture.colour().get(0).sample(18, 2)).isGreaterThan(60_000);
        assertThat(picture.colour().get(0).sample(2, 2)).isLessThan(5_000);
    }
}
