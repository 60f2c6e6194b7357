package io.acuity.cli.bench.scale;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Writes figures as a table for spreadsheets and as a picture. */
final class ScaleReport {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final String HEADER =
            "lane,latency_ms,workers,partitions,jobs,seconds,jobs_per_second,efficiency,fewest_jobs,most_jobs,doubled,processor_ms_per_job";

    private ScaleReport() {}

    /** Writes {@code scale.csv} and {@code scale.png} into a folder, which is made if it is missing. */
    static void write(Path folder, List<ScaleFigures> all) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of(HEADER));
        all.stream().map(ScaleReport::line).forEach(lines::add);
        Files.write(folder.resolve("scale.csv"), lines);
        BitmapEncoder.saveBitmap(chart(all), folder.resolve("scale.png").toString(), BitmapEncoder.BitmapFormat.PNG);
    }

    private static String line(ScaleFigures one) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%.2f,%.1f,%.3f,%d,%d,%d,%.2f",
                one.lane(),
                one.latencyMillis(),
                one.workers(),
                one.partitions(),
                one.jobs(),
                one.seconds(),
                one.jobsPerSecond(),
                one.efficiency(),
                one.fewestJobs(),
                one.mostJobs(),
                one.doubled(),
                one.processorMillisPerJob());
    }

    private static XYChart chart(List<ScaleFigures> all) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Throughput by workers, device of fixed latency")
                .xAxisTitle("workers")
                .yAxisTitle("jobs a second")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setLegendPosition(LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE);
        all.stream().map(ScaleFigures::latencyMillis).distinct().forEach(latency -> {
            List<ScaleFigures> line =
                    all.stream().filter(one -> one.latencyMillis() == latency).toList();
            double[] workers = line.stream().mapToDouble(ScaleFigures::workers).toArray();
            chart.addSeries(
                            latency + " ms a job",
                            workers,
                            line.stream()
                                    .mapToDouble(ScaleFigures::jobsPerSecond)
                                    .toArray())
                    .setMarker(SeriesMarkers.CIRCLE);
            chart.addSeries(
                            latency + " ms, the devices alone",
                            workers,
                            line.stream()
                                    .mapToDouble(one -> one.workers() * 1000.0 / latency)
                                    .toArray())
                    .setMarker(SeriesMarkers.NONE)
                    .setLineColor(Color.GRAY);
        });
        return chart;
    }
}
