package io.acuity.cli.evaluate.report;

import io.acuity.evaluation.ImageScore;
import io.acuity.evaluation.MeanScore;
import io.acuity.evaluation.bins.AttentionBin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The findings as one HTML file that needs no other: style and pictures are in it, and nothing runs. */
final class HtmlReport {
    private static final String STYLE = "/io/acuity/cli/evaluate/report/report.css";

    private final Findings findings;
    private final List<PictureRow> pictures;
    private final StringBuilder html = new StringBuilder(1 << 16);

    HtmlReport(Findings findings, List<PictureRow> pictures) {
        this.findings = findings;
        this.pictures = pictures;
    }

    String text() {
        String title = "Evaluation of " + escaped(findings.checkpoint());
        line("<!DOCTYPE html>");
        line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        line("<title>" + title + "</title>");
        line("<style>" + style() + "</style></head><body><main>");
        line("<h1>" + title + "</h1>");
        settings();
        means();
        bins();
        images();
        pictures();
        line("</main></body></html>");
        return html.toString();
    }

    private void settings() {
        line("<dl>");
        term("images", findings.report().images().size() + " of " + findings.data());
        findings.settings().forEach(this::term);
        line("</dl>");
    }

    private void term(String name, String value) {
        line("<dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd>");
    }

    private void means() {
        MeanScore mean = findings.report().mean();
        line("<h2>Means</h2><div class=\"wide\"><table>");
        line("<caption>Over all images; bicubic enlargement is the yardstick.</caption>");
        line("<thead><tr><th scope=\"col\">metric</th><th scope=\"col\">result</th><th scope=\"col\">bicubic</th>"
                + "<th scope=\"col\">difference</th><th scope=\"col\">better</th></tr></thead><tbody>");
        for (Metric metric : findings.metrics()) {
            Double result = metric.result(mean);
            Double bicubic = metric.bicubic(mean);
            line("<tr><th scope=\"row\">" + escaped(metric.title()) + "</th>" + cell(figure(metric, result))
                    + cell(figure(metric, bicubic)) + difference(metric, result, bicubic)
                    + cell(metric.higherIsBetter() ? "higher" : "lower") + "</tr>");
        }
        line("</tbody></table></div>");
    }

    private static String figure(Metric metric, @Nullable Double figure) {
        return metric.text(figure) + (figure == null ? "" : metric.unit());
    }

    private static String difference(Metric metric, @Nullable Double result, @Nullable Double bicubic) {
        if (result == null || bicubic == null || !Double.isFinite(result - bicubic)) {
            return cell("");
        }
        double difference = result - bicubic;
        String kind = difference == 0 ? "" : difference > 0 == metric.higherIsBetter() ? "good" : "bad";
        return "<td class=\"" + kind + "\">" + (difference > 0 ? "+" : "")
                + metric.text(difference).replace('-', '−') + "</td>";
    }

    private void bins() {
        if (findings.bins().isEmpty()) {
            return;
        }
        line("<h2>By attention</h2>");
        line(
                "<p><img class=\"chart\" width=\"800\" height=\"440\" alt=\"PSNR-Y by attention; the figures are in the table"
                        + " below\" src=\""
                        + ReportPictures.uri("image/png", BinChart.png(findings.binsBy(), findings.bins()))
                        + "\"></p>");
        line("<div class=\"wide\"><table><caption>PSNR-Y of the pixels of all images by the maps of "
                + escaped(findings.binsBy()) + "; squared errors are pooled.</caption>");
        line("<thead><tr><th scope=\"col\">attention</th><th scope=\"col\">share of pixels</th>"
                + "<th scope=\"col\">result</th><th scope=\"col\">bicubic</th><th scope=\"col\">difference</th></tr>"
                + "</thead><tbody>");
        for (AttentionBin bin : findings.bins()) {
            line(String.format(
                    Locale.ROOT,
                    "<tr><th scope=\"row\">%.2f – %.2f</th><td>%.1f %%</td>%s%s%s</tr>",
                    bin.from(),
                    bin.to(),
                    100 * bin.share(),
                    cell(figure(Metric.PSNR, bin.psnrY())),
                    cell(figure(Metric.PSNR, bin.bicubicPsnrY())),
                    difference(Metric.PSNR, bin.psnrY(), bin.bicubicPsnrY())));
        }
        line("</tbody></table></div>");
    }

    private void images() {
        // Figures of whole sets have none of single images.
        List<Metric> metrics = findings.metrics().stream()
                .filter(metric -> metric != Metric.FID)
                .toList();
        line("<h2>By image</h2><div class=\"wide\"><table>");
        line("<caption>Of each result; bicubic in brackets.</caption><thead><tr><th scope=\"col\">image</th>");
        line(joined(
                metrics, metric -> "<th scope=\"col\">" + escaped(metric.title()) + escaped(metric.unit()) + "</th>"));
        line("</tr></thead><tbody>");
        for (ImageScore score : findings.report().images()) {
            MeanScore figures = score.alone();
            line("<tr><th scope=\"row\">" + escaped(score.image()) + "</th>"
                    + joined(metrics, metric -> cell(withBicubic(metric, figures))) + "</tr>");
        }
        line("</tbody></table></div>");
    }

    private static String withBicubic(Metric metric, MeanScore figures) {
        Double bicubic = metric.bicubic(figures);
        return metric.text(metric.result(figures)) + (bicubic == null ? "" : " (" + metric.text(bicubic) + ")");
    }

    private void pictures() {
        if (pictures.isEmpty()) {
            return;
        }
        int all = findings.report().images().size();
        line(
                "<h2>Pictures</h2><p>"
                        + (pictures.size() < all ? "The first " + pictures.size() + " of " + all + " images. " : "")
                        + "The frame marks where the result is farthest from the original; beside it that place, pixel for pixel.</p>");
        for (PictureRow row : pictures) {
            String name = escaped(row.image());
            line("<section class=\"image\"><h3>" + name + "</h3><div class=\"pictures\">");
            line("<figure><span class=\"overview\"><img alt=\"Result for " + name + "\" src=\"" + row.overview()
                    + "\"><i style=\"" + row.box() + "\"></i></span><figcaption>result</figcaption></figure>");
            for (PictureRow.Detail detail : row.details()) {
                line("<figure><img class=\"detail\" width=\"192\" height=\"192\" alt=\"Detail of " + name + ": "
                        + detail.title() + "\" src=\"" + detail.uri() + "\"><figcaption>" + detail.title()
                        + "</figcaption></figure>");
            }
            line("</div></section>");
        }
    }

    private static String joined(List<Metric> metrics, Function<Metric, String> each) {
        return metrics.stream().map(each).collect(Collectors.joining());
    }

    private static String cell(String text) {
        return "<td>" + escaped(text) + "</td>";
    }

    private void line(String text) {
        html.append(text).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() {
        try (InputStream resource = HtmlReport.class.getResourceAsStream(STYLE)) {
            if (resource == null) {
                throw new IllegalStateException("The resource " + STYLE + " is missing; build the project again.");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The resource " + STYLE + " cannot be read; build the project again.", e);
        }
    }
}
