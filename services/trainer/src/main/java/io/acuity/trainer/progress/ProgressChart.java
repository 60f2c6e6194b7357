package io.acuity.trainer.progress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the curves of a run: loss on a logarithmic axis to the left, PSNR-Y of checkpoints to the right. */
public final class ProgressChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;

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
        chart.getStyler().setYAxisLogarithmic(losses.stream().allMatch(point -> point.value() > 0));
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideN);
        add(chart, "loss", losses).setMarker(SeriesMarkers.NONE);
        List<LossLog.Point> validations = log.validations();
        if (!validations.isEmpty()) {
            add(chart, "validation PSNR-Y in dB (right)", validations).setYAxisGroup(1);
            chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
            chart.setYAxisGroupTitle(1, "PSNR-Y in dB");
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    private static XYSeries add(XYChart chart, String name, List<LossLog.Point> points) {
        return chart.addSeries(
                name,
                points.stream().mapToDouble(LossLog.Point::step).toArray(),
                points.stream().mapToDouble(LossLog.Point::value).toArray());
    }
}
