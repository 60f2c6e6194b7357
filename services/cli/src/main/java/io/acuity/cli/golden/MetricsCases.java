package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.evaluation.Quality;
import io.acuity.evaluation.Sample;
import io.acuity.imaging.FloatImage;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.resample.Bicubic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".npy"))
                    .map(file -> file.substring(0, file.length() - ".npy".length()))
                    .sorted()
                    .toList();
        }
    }

    private List<Check> images(JsonNode list, int scale) {
        List<Check> checks = new ArrayList<>();
        List<Quality> qualities = new ArrayList<>();
        for (JsonNode image : list) {
            String name = image.path("image").asText();
            Path file = data.orElseThrow()
                    .resolve(recorded.meta().path("needs").path(name).asText(name));
            Quality measured = measure(file, scale);
            qualities.add(measured);
            checks.add(check(
                    name + " PSNR-Y", measured.psnrY(), image.path("psnr_y").asDouble(), "psnr"));
            checks.add(check(
                    name + " SSIM-Y", measured.ssimY(), image.path("ssim_y").asDouble(), "ssim"));
            checks.add(check(
                    name + " PSNR-RGB",
                    measured.psnrRgb(),
                    image.path("psnr_rgb").asDouble(),
                    "psnr"));
            double consistency = image.path("consistency_mse_1e5").asDouble();
            checks.add(new Check(
                    name + " consistency",
                    Math.abs(measured.consistency() - consistency),
                    tolerance("consistency_rel") * consistency));
        }
        Quality mean = Quality.mean(qualities);
        JsonNode meta = recorded.meta();
        checks.add(check("mean PSNR-Y", mean.psnrY(), meta.path("mean_psnr_y").asDouble(mean.psnrY()), "psnr"));
        checks.add(check("mean SSIM-Y", mean.ssimY(), meta.path("mean_ssim_y").asDouble(mean.ssimY()), "ssim"));
        return checks;
    }

    private static Quality measure(Path file, int scale) {
        Sample sample = Sample.degrade(new PictureDecoder(DecodeLimits.defaults()).decode(file), scale);
        return Quality.of(sample.bicubic(), sample);
    }

    private Check check(String quantity, double measured, double expected, String tolerance) {
        return new Check(quantity, Math.abs(measured - expected), tolerance(tolerance));
    }

    private double tolerance(String quantity) {
        return recorded.meta().path("tolerance").path(quantity).asDouble(0);
    }
}
