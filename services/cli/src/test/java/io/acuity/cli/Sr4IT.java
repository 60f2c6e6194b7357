package io.acuity.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.cli.console.Console;
import io.acuity.cli.sample.SamplePicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of SR4 from the command line, on networks of a few hundred weights. */
class Sr4IT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path images = Path.of("");

    @BeforeEach
    void drawImages() throws IOException {
        images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 2; i++) {
            ImageIO.write(
                    SamplePicture.draw(96, 96, i + 1),
                    "png",
                    images.resolve("image" + i + ".png").toFile());
        }
    }

    @Test
    void runsCarryTheirOptionsAndATableComparesThem() throws IOException {
        // given SR3 and SR4 with all that can be learned
        Path scores = folder.resolve("scores");
        for (String variant : List.of("base", "sr4")) {
            Path run = folder.resolve(variant);
            List<String> options = variant.equals("base")
                    ? List.of("--attention-at", "8")
                    : List.of(
                            "--preset",
                            "sr4",
                            "--learned-variance",
                            "--norm",
                            "l2",
                            "--heads",
                            "2",
                            "--input-attention");
            Path file = Files.createDirectories(scores.resolve(variant).resolve("1"))
                    .resolve("ancestral.jsonl");
            // when
            String trained = acuity(train(run, options));
            String measured = acuity(evaluate(run));
            Files.writeString(file, trained + measured);
        }
        String table = acuity(List.of("sr3", "ablation", "--scores", "" + scores));
        // then
        JsonNode run = JSON.readTree(folder.resolve("sr4/run.json").toFile());
        assertThat(run.path("schedule").asText()).isEqualTo("cosine");
        assertThat(run.path("chainSteps").asInt()).isEqualTo(8);
        assertThat(run.path("attentionSizes").path(0).asInt()).isEqualTo(4);
        assertThat(run.at("/variant/network/injection/size").asInt()).isEqualTo(8);
        assertThat(run.at("/variant/network/injection/bridge").asText()).isEqualTo("SMALL");
        assertThat(run.at("/variant/network/learnedVariance").asBoolean()).isTrue();
        assertThat(run.at("/variant/objective/domain").asText()).isEqualTo("RESIDUAL");
        assertThat(run.at("/variant/objective/lastExcluded").asBoolean()).isTrue();
        assertThat(table.lines()).hasSize(5);
        assertThat(table)
                .contains("| base | ancestral | 1 |")
                .contains("| sr4 | ancestral | 1 |")
                .doesNotContain("NaN");
        // and each way of sampling gives other pictures
        List<String> printed = new ArrayList<>();
        for (List<String> sampling : List.of(
                List.<String>of(),
                List.of("--no-clip"),
                List.of("--variance", "beta"),
                List.of("--variance", "posterior"),
                List.of("--strided"))) {
            List<String> command = new ArrayList<>(evaluate(folder.resolve("sr4")));
            command.addAll(sampling);
            printed.add(acuity(command));
        }
        assertThat(printed).doesNotHaveDuplicates();
    }

    @Test
    void runsOfBeforeThereWereOptionsArePlain() throws IOException {
        // given
        Path run = folder.resolve("old");
        acuity(train(run, List.of("--attention-at", "8")));
        String before = acuity(evaluate(run));
        ObjectNode description =
                (ObjectNode) JSON.readTree(run.resolve("run.json").toFile());
        description.remove("variant");
        // when
        JSON.writeValue(run.resolve("run.json").toFile(), description);
        // then
        assertThat(acuity(evaluate(run))).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--residual --predict residual | residual of a residual",
                "--bridge large | --inject",
                "--inject-at 4 | --inject",
                "--inject add --inject-at 16 | level below the first",
                "--heads 3 | 3 heads do not divide",
                "--learned-variance --attention edges | not with both",
                "--exclude-last --chain-steps 1 | nothing to train",
                "--schedule square | no noise schedule"
            })
    void optionsThatContradictEachOtherAreRefusedInOneSentence(String options, String reason) {
        // when
        int status = run(train(folder.resolve("run"), Arrays.asList(options.split(" "))));
        // then
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(reason).doesNotContain("unexpected");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void samplingThatDoesNotFitTheRunIsRefused() {
        // given
        Path run = folder.resolve("learned");
        acuity(train(run, List.of("--learned-variance", "--attention-at", "0")));
        for (String options : List.of("--strided --variance beta", "--cover 2", "--chain-steps 9")) {
            List<String> command = new ArrayList<>(evaluate(run));
            command.addAll(Arrays.asList(options.split(" ")));
            err.reset();
            // when
            int status = run(command);
            // then
            assertThat(status).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .doesNotContain("unexpected")
                    .endsWith(".\n");
        }
    }

    private List<String> train(Path run, List<String> options) {
        List<String> command = new ArrayList<>(List.of("sr3", "train", "--faces", "" + images, "--out", "" + run));
        command.addAll(List.of("--steps", "2", "--side", "16", "--width", "8", "--multipliers", "1,2,2", "--json"));
        if (!options.contains("--chain-steps")) {
            command.addAll(List.of("--chain-steps", "8"));
        }
        command.addAll(options);
        return command;
    }

    private List<String> evaluate(Path run) {
        return List.of("sr3", "evaluate", "--model", "" + run, "--faces", "" + images, "--json");
    }

    private String acuity(List<String> arguments) {
        out.reset();
        err.reset();
        int status = run(arguments);
        assertThat(status)
                .as(arguments + ": " + err.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(List<String> arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments.toArray(String[]::new));
    }
}
