package io.acuity.cli.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.util.random.RandomGenerator;

/** An evening landscape: sky, ridges, trees that branch like fractals, grass. Everything comes from one generator. */
final class Landscape {
    private static final int DEPTH = 9;

    private final RandomGenerator random;
    private final double width;
    private final double height;

    Landscape(RandomGenerator random, double width, double height) {
        this.random = random;
        this.width = width;
        this.height = height;
    }

    /** Draws the whole scene. */
    void draw(Graphics2D g) {
        sky(g);
        ridge(g, 0.56, 0.16, new Color(126, 132, 168));
        ridge(g, 0.66, 0.12, new Color(84, 100, 128));
        ridge(g, 0.76, 0.07, new Color(52, 76, 84));
        meadow(g);
        tree(g, width * 0.80, height * 0.93, height * 0.185);
        tree(g, width * 0.60, height * 0.86, height * 0.09);
        tree(g, width * 0.955, height * 0.885, height * 0.115);
        grass(g);
    }

    private void sky(Graphics2D g) {
        g.setPaint(
                new GradientPaint(0, 0, new Color(48, 88, 150), 0, (float) (height * 0.75), new Color(250, 206, 158)));
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        float x = (float) (width * 0.63);
        float y = (float) (height * 0.36);
        float radius = (float) (height * 0.34);
        g.setPaint(new RadialGradientPaint(x, y, radius, new float[] {0f, 0.16f, 0.18f, 1f}, new Color[] {
            new Color(255, 250, 226),
            new Color(255, 246, 210),
            new Color(255, 232, 176, 120),
            new Color(255, 214, 160, 0)
        }));
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private void ridge(Graphics2D g, double level, double roughness, Color colour) {
        double[] line = new double[257];
        line[0] = random.nextGaussian() * roughness / 3;
        line[256] = random.nextGaussian() * roughness / 3;
        double amplitude = roughness;
        for (int step = 256; step > 1; step /= 2) {
            for (int i = step / 2; i < 256; i += step) {
                line[i] = (line[i - step / 2] + line[i + step / 2]) / 2 + random.nextGaussian() * amplitude / 2;
            }
            amplitude *= 0.54;
        }
        Path2D ridge = new Path2D.Double();
        ridge.moveTo(0, height);
        for (int i = 0; i < line.length; i++) {
            ridge.lineTo(width * i / 256, height * (level + line[i] * 0.6));
        }
        ridge.lineTo(width, height);
        ridge.closePath();
        g.setColor(colour);
        g.fill(ridge);
    }

    private void meadow(Graphics2D g) {
        g.setPaint(new GradientPaint(
                0, (float) (height * 0.8), new Color(96, 118, 58), 0, (float) height, new Color(40, 58, 28)));
        Path2D hill = new Path2D.Double();
        hill.moveTo(0, height);
        hill.lineTo(0, height * 0.88);
        hill.curveTo(width * 0.3, height * 0.80, width * 0.6, height * 0.92, width, height * 0.84);
        hill.lineTo(width, height);
        hill.closePath();
        g.fill(hill);
    }

    private void tree(Graphics2D g, double x, double y, double length) {
        branch(g, new Branch(x, y, -Math.PI / 2, length, DEPTH));
    }

    private void branch(Graphics2D g, Branch from) {
        double x = from.x + from.length * Math.cos(from.angle);
        double y = from.y + from.length * Math.sin(from.angle);
        float thickness = (float) Math.max(0.35, from.length * 0.13 * from.depth / DEPTH);
        g.setStroke(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(new Color(62 - 2 * from.depth, 44 - from.depth, 34 - from.depth));
        g.draw(new Line2D.Double(from.x, from.y, x, y));
        if (from.depth <= 3) {
            leaf(g, x, y);
        }
        if (from.depth > 0) {
            int children = random.nextDouble() < 0.3 ? 3 : 2;
            for (int i = 0; i < children; i++) {
                double spread = (i - (children - 1) / 2.0) * 0.78 + random.nextGaussian() * 0.13;
                double shrink = 0.74 + random.nextGaussian() * 0.05;
                branch(g, new Branch(x, y, from.angle * 0.97 - 0.047 + spread, from.length * shrink, from.depth - 1));
            }
        }
    }

    private void leaf(Graphics2D g, double x, double y) {
        int shade = random.nextInt(-26, 48);
        g.setColor(new Color(92 + shade, 128 + shade, 44 + shade / 2, 235));
        double size = height * (0.003 + random.nextDouble() * 0.006);
        double dx = random.nextGaussian() * size;
        double dy = random.nextGaussian() * size;
        g.fill(new Ellipse2D.Double(x + dx, y + dy, size * 1.6, size));
    }

    private void grass(Graphics2D g) {
        int blades = (int) (width * 2.2);
        for (int i = 0; i < blades; i++) {
            double x = random.nextDouble() * width;
            double y = height * (0.93 + random.nextDouble() * 0.10);
            double lean = random.nextGaussian() * height * 0.018;
            double tall = height * (0.02 + random.nextDouble() * 0.055);
            int shade = random.nextInt(-20, 50);
            g.setStroke(new BasicStroke((float) (height * (0.0012 + random.nextDouble() * 0.0022))));
            g.setColor(new Color(74 + shade, 106 + shade, 38 + Math.max(0, shade) / 2));
            g.draw(new QuadCurve2D.Double(x, y, x + lean * 0.2, y - tall * 0.7, x + lean, y - tall));
        }
    }

    private record Branch(double x, double y, double angle, double length, int depth) {}
}
