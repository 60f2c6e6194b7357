package io.acuity.trainer;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Drawn images in files, one for each seed. */
final class DrawnFiles {
    private DrawnFiles() {}

    static Path draw(Path folder, int seed, int side) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 30; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillOval(random.nextInt(side), random.nextInt(side), 4 + random.nextInt(side / 3), 9);
        }
        graphics.dispose();
        Path file = folder.resolve("drawn-" + seed + "-" + side + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
