package io.acuity.cli.evaluate.report;

import io.acuity.evaluation.bins.AttentionBin;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** PSNR against attention, of results and of bicubic enlargement, drawn as PNG. */
final class BinChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 440;

    private BinChart() {}

    static byte[] png(String extractor, List<AttentionBin> bins) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("PSNR-Y by attention (" + extractor + ")")
                .xAxisTitle("attention, middle of each bin")
                .yAxisTitle("PSNR-Y in dB")
                .build();
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Line)
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
        add(chart, "results", bins, AttentionBin::psnrY);
        add(chart, "bicubic", bins, AttentionBin::bicubicPsnrY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BitmapEncoder.saveBitmap(chart, bytes, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException("A chart could not be drawn in memory.", e);
        }
        return bytes.toByteArray();
    }

    /** Bins without pixels, and perfect ones, have no place on the axis; a series without any is left out. */
    private static void add(
            XYChart chart, String name, List<AttentionBin> bins, Function<AttentionBin, @Nullable Double> figure) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (AttentionBin bin : bins) {
            Double value = figure.apply(bin);
            if (value != null && Double.isFinite(value)) {
                x.add((bin.from() + bin.to()) / 2);
                y.add(value);
            }
        }
        if (!x.isEmpty()) {
            chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE);
        }
    }
}
