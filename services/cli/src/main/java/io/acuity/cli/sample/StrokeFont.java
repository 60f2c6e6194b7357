package io.acuity.cli.sample;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Letters drawn by strokes from a small table, so that the picture needs no fonts of the machine and is the same
 * everywhere. A glyph is drawn on a grid 4 wide and 6 high; strokes marked {@code ~} are smoothed.
 */
final class StrokeFont {
    private static final double HEIGHT = 6;
    private static final double ADVANCE = 5.6;

    private final Map<Character, Path2D> glyphs;

    private StrokeFont(Map<Character, Path2D> glyphs) {
        this.glyphs = glyphs;
    }

    /** Reads the table that ships with the command line. */
    static StrokeFont load() {
        Map<Character, Path2D> glyphs = new HashMap<>();
        try (InputStream table = StrokeFont.class.getResourceAsStream("stroke-font.txt")) {
            if (table == null) {
                throw new IllegalStateException("The stroke font is missing from the class path.");
            }
            String lines = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            lines.lines().filter(line -> !line.isBlank()).forEach(line -> glyphs.put(line.charAt(0), parse(line)));
        } catch (IOException e) {
            throw new UncheckedIOException("The stroke font cannot be read.", e);
        }
        return new StrokeFont(glyphs);
    }

    /** Width of {@code text} at cap height {@code size}. */
    double width(String text, double size) {
        return (text.length() * ADVANCE - (ADVANCE - 4)) * size / HEIGHT;
    }

    /** Draws {@code text} with its baseline starting at (x, y), capitals {@code size} high. */
    void draw(Graphics2D g, String text, double x, double y, double size) {
        Graphics2D pen = (Graphics2D) g.create();
        pen.translate(x, y);
        pen.scale(size / HEIGHT, -size / HEIGHT);
        pen.setStroke(new BasicStroke(0.72f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < text.length(); i++) {
            Path2D glyph = glyphs.get(text.charAt(i));
            if (glyph != null) {
                pen.draw(glyph);
            }
            pen.translate(ADVANCE, 0);
        }
        pen.dispose();
    }

    private static Path2D parse(String line) {
        Path2D path = new Path2D.Double();
        for (String stroke : line.substring(1).split("\\|", -1)) {
            boolean smooth = stroke.contains("~");
            List<double[]> points = new ArrayList<>();
            for (String pair : stroke.replace("~", "").strip().split("\\s+", -1)) {
                String[] xy = pair.split(",", -1);
                points.add(new double[] {Double.parseDouble(xy[0]), Double.parseDouble(xy[1])});
            }
            append(path, points, smooth);
        }
        return path;
    }

    private static void append(Path2D path, List<double[]> points, boolean smooth) {
        path.moveTo(points.get(0)[0], points.get(0)[1]);
        for (int i = 1; i < points.size(); i++) {
            double[] to = points.get(i);
            if (smooth) {
                double[] from = points.get(i - 1);
                double[] before = points.get(Math.max(0, i - 2));
                double[] after = points.get(Math.min(points.size() - 1, i + 1));
                path.curveTo(
                        from[0] + (to[0] - before[0]) / 6,
                        from[1] + (to[1] - before[1]) / 6,
                        to[0] - (after[0] - from[0]) / 6,
                        to[1] - (after[1] - from[1]) / 6,
                        to[0],
                        to[1]);
            } else {
                path.lineTo(to[0], to[1]);
            }
        }
    }
}
