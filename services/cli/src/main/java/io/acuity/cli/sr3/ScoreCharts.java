package io.acuity.cli.sr3;

import io.acuity.diffusion.mask.ActivationSteps;
import io.acuity.training.frames.Frame;
import io.acuity.training.frames.FrameScore;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves of an experiment, drawn as PNG. */
final class ScoreCharts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;

    private final Path folder;

    ScoreCharts(Path folder) {
        this.folder = folder;
    }

    /**
     * Share of pixels that are refined at each step.
     *
     * @param frames by extractor
     * @param lowerBound l
     * @param steps of the chain
     */
    void refinedByStep(Map<String, List<Frame>> frames, double lowerBound, int steps) throws IOException {
        XYChart chart = chart("Refined area, l = " + lowerBound, "steps done of " + steps, "share of pixels refined");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.05);
        double[] x = IntStream.range(0, steps).mapToDouble(step -> step).toArray();
        frames.forEach((extractor, images) -> {
            double[] shares = new double[steps];
            for (Frame frame : images) {
                ActivationSteps mask = ActivationSteps.of(frame.attention(), lowerBound, steps);
                for (int i = 0; i < steps; i++) {
                    shares[i] +=
                            mask.activeCount(steps - 1 - i) / ((double) mask.width() * mask.height() * images.size());
                }
            }
            chart.addSeries(extractor, x, shares).setMarker(SeriesMarkers.NONE);
        });
        save(chart, "refined-by-step");
    }

    /** Quality against the share of network pixels, one series per seed. */
    void qualityByShare(List<ScoreSet> sets) throws IOException {
        XYChart chart = chart("Quality against refined pixels", "refined pixels over all", "PSNR in dB");
        sets.stream().map(ScoreSet::seed).distinct().forEach(seed -> {
            List<FrameScore> line = sets.stream()
                    .filter(set -> set.seed().equals(seed))
                    .map(ScoreSet::mean)
                    .sorted(java.util.Comparator.comparingDouble(FrameScore::refinedShare))
                    .toList();
            chart.addSeries(
                            "seed " + seed,
                            line.stream().mapToDouble(FrameScore::refinedShare).toArray(),
                            line.stream().mapToDouble(FrameScore::psnr).toArray())
                    .setMarker(SeriesMarkers.CIRCLE);
        });
        save(chart, "quality-by-share");
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Line)
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE);
        return chart;
    }

    private void save(XYChart chart, String name) throws IOException {
        BitmapEncoder.saveBitmap(chart, folder.resolve(name).toString(), BitmapEncoder.BitmapFormat.PNG);
    }
}
