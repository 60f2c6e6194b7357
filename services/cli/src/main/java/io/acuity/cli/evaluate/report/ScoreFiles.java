package io.acuity.cli.evaluate.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.acuity.evaluation.ImageScore;
import io.acuity.evaluation.MeanScore;
import io.acuity.evaluation.bins.AttentionBin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures as CSV (RFC 4180, full precision, no figure: empty) and as JSON. */
final class ScoreFiles {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private final Findings findings;

    ScoreFiles(Findings findings) {
        this.findings = findings;
    }

    /** One line per image, the means last. */
    void writeScores(OutputStream out) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("image"));
        for (Metric metric : findings.metrics()) {
            head.add(metric.id());
            head.add(metric.id() + "-bicubic");
        }
        lines.add(String.join(",", head));
        for (ImageScore score : findings.report().images()) {
            lines.add(line(score.image(), score.alone()));
        }
        lines.add(line("mean", findings.report().mean()));
        write(lines, out);
    }

    /** One line per bin. */
    void writeBins(OutputStream out) throws IOException {
        List<String> lines = new ArrayList<>(List.of("from,to,share,psnr,psnr-bicubic"));
        for (AttentionBin bin : findings.bins()) {
            lines.add(String.join(
                    ",",
                    String.valueOf(bin.from()),
                    String.valueOf(bin.to()),
                    String.valueOf(bin.share()),
                    number(bin.psnrY()),
                    number(bin.bicubicPsnrY())));
        }
        write(lines, out);
    }

    /** Everything, with the settings. */
    void writeJson(OutputStream out) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("checkpoint", findings.checkpoint());
        object.put("data", findings.data());
        object.put("settings", findings.settings());
        object.put("metrics", findings.metrics().stream().map(Metric::id).toList());
        object.put("images", findings.report().images());
        object.put("mean", findings.report().mean());
        if (!findings.bins().isEmpty()) {
            object.put("attention", findings.binsBy());
            object.put("bins", findings.bins());
        }
        JSON.writeValue(out, object);
    }

    private String line(String name, MeanScore score) {
        List<String> cells = new ArrayList<>(List.of(quoted(name)));
        for (Metric metric : findings.metrics()) {
            cells.add(number(metric.result(score)));
            cells.add(number(metric.bicubic(score)));
        }
        return String.join(",", cells);
    }

    private static String number(@Nullable Double figure) {
        return figure == null ? "" : figure.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static void write(List<String> lines, OutputStream out) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
