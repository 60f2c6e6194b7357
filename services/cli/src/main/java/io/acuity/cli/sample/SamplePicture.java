package io.acuity.cli.sample;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** Draws the test picture. The same size and seed give the same picture. */
public final class SamplePicture {
    private static final double DESIGN_WIDTH = 480;
    private static final double DESIGN_HEIGHT = 320;

    private SamplePicture() {}

    /** Draws the picture in the given size. */
    public static BufferedImage draw(int width, int height, long seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        new Landscape(new SplittableRandom(seed), width, height).draw(g);
        double scale = Math.min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT);
        new TestChart().draw(g, 16 * scale, 20 * scale, scale);
        g.dispose();
        return image;
    }
}
