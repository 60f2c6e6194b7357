package io.acuity.cli.upscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir
    Path folder;

    @Test
    void beforeIsLeftAndAfterIsRight() throws Exception {
        // given: a grey image and a red result twice its size
        Path input = picture("in.png", 10, 6, 0x808080);
        Path output = picture("in-x2.png", 20, 12, 0xFF0000);

        // when
        new Comparison().write(input, output);

        // then
        BufferedImage drawn = ImageIO.read(Comparison.fileOf(output).toFile());
        assertThat(Comparison.fileOf(output).getFileName()).hasToString("in-x2-compare.png");
        assertThat(drawn.getWidth()).isEqualTo(20 + 8 + 20);
        assertThat(drawn.getHeight()).isEqualTo(12);
        assertThat(drawn.getRGB(5, 5)).isEqualTo(0xFF808080);
        assertThat(drawn.getRGB(23, 5)).isEqualTo(0xFFFFFFFF);
        assertThat(drawn.getRGB(40, 5)).isEqualTo(0xFFFF0000);
    }

    private Path picture(String name, int width, int height, int colour) throws Exception {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour);
            }
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
