package io.acuity.cli.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** The card with what an eye judges sharpness by: text in several sizes, a star, gratings, rings, a slanted edge. */
final class TestChart {
    private static final Color INK = new Color(24, 28, 36);
    private static final Color PAPER = new Color(247, 244, 236);
    private static final Color RED = new Color(196, 52, 44);
    private static final double WIDTH = 220;
    private static final double HEIGHT = 250;

    private final StrokeFont font = StrokeFont.load();

    /** Draws the card, designed 220 × 250, at (x, y), scaled and turned a little. */
    void draw(Graphics2D g, double x, double y, double scale) {
        AffineTransform before = g.getTransform();
        g.translate(x, y);
        g.scale(scale, scale);
        g.rotate(Math.toRadians(-3), WIDTH / 2, HEIGHT / 2);
        g.setColor(new Color(0, 0, 0, 70));
        g.fill(new RoundRectangle2D.Double(5, 7, WIDTH, HEIGHT, 14, 14));
        g.setColor(PAPER);
        g.fill(new RoundRectangle2D.Double(0, 0, WIDTH, HEIGHT, 14, 14));
        text(g);
        star(g, 58, 136, 44);
        rings(g, 160, 136, 42);
        gratings(g, 14, 192);
        slantedEdge(g, 150, 190);
        g.setTransform(before);
    }

    private void text(Graphics2D g) {
        g.setColor(INK);
        font.draw(g, "ACUITY", 14, 36, 22);
        g.setColor(RED);
        font.draw(g, "×4", 176, 36, 22);
        g.setColor(INK);
        font.draw(g, "SHARP EDGES 0123456789", 14, 54, 8.5);
        font.draw(g, "THE QUICK BROWN FOX JUMPS OVER", 14, 67, 6);
        font.draw(g, "A LAZY DOG - 42.5 / 7:30 - PACK MY BOX", 14, 78, 4.6);
        font.draw(g, "WITH FIVE DOZEN LIQUOR JUGS. SPHINX OF BLACK", 14, 86, 3.6);
    }

    private static void star(Graphics2D g, double cx, double cy, double radius) {
        int spokes = 36;
        g.setColor(INK);
        for (int i = 0; i < spokes; i++) {
            double from = 2 * Math.PI * i / spokes;
            double to = from + Math.PI / spokes;
            Path2D wedge = new Path2D.Double();
            wedge.moveTo(cx, cy);
            wedge.lineTo(cx + radius * Math.cos(from), cy + radius * Math.sin(from));
            wedge.lineTo(cx + radius * Math.cos(to), cy + radius * Math.sin(to));
            wedge.closePath();
            g.fill(wedge);
        }
    }

    private static void rings(Graphics2D g, double cx, double cy, double radius) {
        double r = radius;
        double width = 5;
        g.setColor(new Color(30, 78, 140));
        while (r > 2) {
            g.setStroke(new BasicStroke((float) width));
            g.draw(new Ellipse2D.Double(cx - r, cy - r, 2 * r, 2 * r));
            r -= 2 * width;
            width = Math.max(0.8, width * 0.82);
        }
    }

    private static void gratings(Graphics2D g, double x, double y) {
        g.setColor(INK);
        double left = x;
        for (double period = 7; period > 1.2; period *= 0.78) {
            for (int bar = 0; bar < 3; bar++) {
                g.fill(new Rectangle2D.Double(left + bar * period, y, period / 2, 20));
                g.fill(new Rectangle2D.Double(x + (left - x), y + 24 + bar * period, 2.4 * period, period / 2));
            }
            left += 3.4 * period;
        }
    }

    private static void slantedEdge(Graphics2D g, double x, double y) {
        Path2D edge = new Path2D.Double();
        edge.moveTo(x, y);
        edge.lineTo(x + 56, y + 5);
        edge.lineTo(x + 51, y + 46);
        edge.lineTo(x - 5, y + 41);
        edge.closePath();
        g.setColor(INK);
        g.fill(edge);
        g.setColor(RED);
        g.fill(new Ellipse2D.Double(x + 14, y + 10, 24, 24));
        g.setColor(PAPER);
        g.fill(new Ellipse2D.Double(x + 21, y + 17, 10, 10));
    }
}
