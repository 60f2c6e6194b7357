package io.acuity.trainer.progress;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the curves of a run: losses and their running mean to the left, PSNR-Y of checkpoints to the right. */
public final class ProgressChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int WINDOWS = 25;
    /** Losses that fall less than this are easier to read on a linear axis. */
    private static final double LOGARITHMIC_FROM = 4;

    private static final Color PALE = new Color(0xB8C9E8);
    private static final Color BLUE = new Color(0x1F4E9E);
    private static final Color ORANGE = new Color(0xD9730D);

    private ProgressChart() {}

    /**
     * Writes a PNG; nothing is drawn before the first loss.
     *
     * @throws IOException if the file cannot be written
     */
    public static void draw(String title, LossLog log, Path file) throws IOException {
        List<LossLog.Point> losses = log.losses();
        if (losses.isEmpty()) {
            return;
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("step")
                .yAxisTitle("loss")
                .build();
        style(chart.getStyler(), losses);
        add(chart, "loss", losses, PALE).setMarker(SeriesMarkers.NONE);
        add(chart, "running mean", smooth(losses), BLUE).setMarker(SeriesMarkers.NONE);
        List<LossLog.Point> validations = log.validations();
        if (!validations.isEmpty()) {
            add(chart, "validation PSNR-Y, right", validations, ORANGE).setYAxisGroup(1);
            chart.setYAxisGroupTitle(1, "PSNR-Y in dB");
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    private static void style(XYStyler styler, List<LossLog.Point> losses) {
        double least = losses.stream().mapToDouble(LossLog.Point::value).min().orElse(0);
        double most = losses.stream().mapToDouble(LossLog.Point::value).max().orElse(0);
        styler.setYAxisLogarithmic(least > 0 && most / least >= LOGARITHMIC_FROM);
        styler.setYAxisDecimalPattern("0.0###");
        styler.putYAxisGroupDecimalPatternMap(1, "0.00#");
        styler.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
        styler.setXAxisMin(0.0);
        styler.setXAxisDecimalPattern("#,##0");
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setChartBackgroundColor(Color.WHITE);
    }

    private static List<LossLog.Point> smooth(List<LossLog.Point> points) {
        int reach = Math.max(1, points.size() / WINDOWS);
        List<LossLog.Point> smooth = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            double mean = points.subList(Math.max(0, i - reach), Math.min(points.size(), i + reach + 1)).stream()
                    .mapToDouble(LossLog.Point::value)
                    .average()
                    .orElseThrow();
            smooth.add(new LossLog.Point(points.get(i).step(), mean));
        }
        return smooth;
    }

    private static XYSeries add(XYChart chart, String name, List<LossLog.Point> points, Color colour) {
        XYSeries series = chart.addSeries(
                name,
                points.stream().mapToDouble(LossLog.Point::step).toArray(),
                points.stream().mapToDouble(LossLog.Point::value).toArray());
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        return series;
    }
}
