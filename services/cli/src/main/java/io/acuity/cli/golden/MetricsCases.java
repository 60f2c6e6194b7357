package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.evaluation.Degraded;
import io.acuity.evaluation.Evaluation;
import io.acuity.evaluation.ImageScore;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.Picture;
import io.acuity.imaging.PictureConversions;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.metrics.Psnr;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Resampling arrays, and the metrics of bicubic upscaling on images outside the folder where they are at hand. */
final class MetricsCases {
    private static final Pattern RESAMPLED = Pattern.compile("(down|up)(\\d+)(?:_(\\d+))?");
    private static final Pattern IMAGE_LIST = Pattern.compile(".*_bicubic_x(\\d+)");

    private final GoldenCase recorded;
    private final Optional<Path> data;

    MetricsCases(GoldenCase recorded, Optional<Path> data) {
        this.recorded = recorded;
        this.data = data;
    }

    Verdict verify() throws IOException {
        List<Check> checks = new ArrayList<>(resampling());
        for (Map.Entry<String, JsonNode> entry : recorded.meta().properties()) {
            Matcher list = IMAGE_LIST.matcher(entry.getKey());
            if (list.matches() && data.isPresent()) {
                checks.addAll(images(entry.getValue(), Integer.parseInt(list.group(1))));
            }
        }
        return new Verdict.Compared(checks);
    }

    private List<Check> resampling() throws IOException {
        NpyArray x = recorded.array("x");
        FloatImage image =
                new FloatImage(x.shape().get(0), x.shape().get(1), x.shape().get(2), x.toFloats());
        List<Check> checks = new ArrayList<>();
        for (String array : arrays()) {
            Matcher name = RESAMPLED.matcher(array);
            if (name.matches()) {
                double error = GoldenCase.maxError(
                        GoldenCase.widen(Bicubic.rescale(image, factor(name)).values()),
                        recorded.array(array).values());
                checks.add(new Check(array, error, tolerance("resample_abs")));
            }
        }
        return checks;
    }

    private static double factor(Matcher name) {
        double number = Double.parseDouble(name.group(2) + "." + (name.group(3) == null ? "0" : name.group(3)));
        return name.group(1).equals("up") ? number : 1 / number;
    }

    private List<String> arrays() throws IOException {
        try (Stream<Path> files = Files.list(recorded.folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".npy"))
                    .map(file -> file.substring(0, file.length() - ".npy".length()))
                    .sorted()
                    .toList();
        }
    }

    private List<Check> images(JsonNode list, int scale) {
        List<Check> checks = new ArrayList<>();
        List<ImageScore> scores = new ArrayList<>();
        for (JsonNode image : list) {
            String name = image.path("image").asText();
            Path file = data.orElseThrow()
                    .resolve(recorded.meta().path("needs").path(name).asText(name));
            Picture original = new PictureDecoder(DecodeLimits.defaults()).decode(file);
            ImageScore measured = bicubicScore(name, original, scale);
            scores.add(measured);
            checks.add(check(
                    name + " PSNR-Y", measured.psnrY(), image.path("psnr_y").asDouble(), "psnr"));
            checks.add(check(
                    name + " SSIM-Y", measured.ssimY(), image.path("ssim_y").asDouble(), "ssim"));
            checks.add(check(
                    name + " PSNR-RGB",
                    bicubicPsnrRgb(original, scale),
                    image.path("psnr_rgb").asDouble(),
                    "psnr"));
            double consistency = image.path("consistency_mse_1e5").asDouble();
            checks.add(new Check(
                    name + " consistency",
                    Math.abs(measured.consistency() - consistency),
                    tolerance("consistency_rel") * consistency));
        }
        double psnrY = mean(scores, ImageScore::psnrY);
        double ssimY = mean(scores, ImageScore::ssimY);
        JsonNode meta = recorded.meta();
        checks.add(check("mean PSNR-Y", psnrY, meta.path("mean_psnr_y").asDouble(psnrY), "psnr"));
        checks.add(check("mean SSIM-Y", ssimY, meta.path("mean_ssim_y").asDouble(ssimY), "ssim"));
        return checks;
    }

    private static ImageScore bicubicScore(String name, Picture original, int scale) {
        Evaluation evaluation = new Evaluation(new PictureDecoder(DecodeLimits.defaults()), scale);
        return evaluation.score(
                name, original, lowRes -> Degraded.reduced(original, scale).bicubic());
    }

    private static double bicubicPsnrRgb(Picture original, int scale) {
        Degraded degraded = Degraded.reduced(original, scale);
        return Psnr.ofColours(inner(degraded.highRes(), scale), inner(degraded.bicubic(), scale));
    }

    private static FloatImage inner(Picture picture, int border) {
        return PictureConversions.toRgb(picture)
                .window(border, border, picture.width() - 2 * border, picture.height() - 2 * border);
    }

    private static double mean(List<ImageScore> scores, ToDoubleFunction<ImageScore> figure) {
        return scores.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private Check check(String quantity, double measured, double expected, String tolerance) {
        return new Check(quantity, Math.abs(measured - expected), tolerance(tolerance));
    }

    private double tolerance(String quantity) {
        return recorded.meta().path("tolerance").path(quantity).asDouble(0);
    }
}
