package io.acuity.training.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of drawn training images: coloured discs and lines, by seed. */
public final class DrawnImages {
    private DrawnImages() {}

    /** Writes {@code count} PNG files of {@code side}×{@code side} pixels. */
    public static Path in(Path folder, int count, int side) {
        Random random = new Random(42);
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < count; i++) {
                ImageIO.write(
                        draw(random, side),
                        "png",
                        folder.resolve("drawn-" + i + ".png").toFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Test images could not be drawn.", e);
        }
        return folder;
    }

    private static BufferedImage draw(Random random, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 40; i++) {
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            int x = random.nextInt(side);
            int y = random.nextInt(side);
            int size = 4 + random.nextInt(side / 3);
            graphics.fillOval(x - size / 2, y - size / 2, size, size);
            graphics.drawLine(x, y, random.nextInt(side), random.nextInt(side));
        }
        graphics.dispose();
        return image;
    }
}
