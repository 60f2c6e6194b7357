package io.acuity.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing, describing and taking out models, as a person types it. */
class ModelCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void listsShippedModelsAndWhatLiesInAFolder() throws IOException {
        // given: a bundle, one without weights, one that cannot be read, files as published, and a file beside them
        BundleCatalog.find("acuity-s-x4").write(folder.resolve("mine"));
        BundleCatalog.find("acuity-m-x4").write(folder.resolve("half"));
        Files.delete(folder.resolve("half").resolve(ModelBundle.WEIGHTS_FILE));
        Files.writeString(
                Files.createDirectory(folder.resolve("odd")).resolve(ModelBundle.DESCRIPTION_FILE), "{\"name\": 1");
        Files.createFile(Files.createDirectory(folder.resolve("dino-vit-s8")).resolve("dino_deitsmall8_pretrain.pth"));
        Files.createFile(folder.resolve("notes.txt"));

        // when
        int status = acuity("model", "list", "--models", folder.toString(), "--json");

        // then
        assertThat(status).as(errors()).isZero();
        List<JsonNode> models = objects();
        assertThat(models)
                .extracting(model -> model.path("name").asText())
                .startsWith("acuity-s-x4", "acuity-m-x4", "acuity-photo-x4");
        assertThat(models).hasSize(3 + 4);
        JsonNode shipped = models.get(0);
        assertThat(shipped.path("where").asText()).isEqualTo("shipped");
        assertThat(shipped.path("scale").asInt()).isEqualTo(4);
        assertThat(shipped.path("parameters").asLong()).isPositive();
        assertThat(at(models, "mine").path("sha256").asText())
                .isEqualTo(shipped.path("sha256").asText());
        assertThat(at(models, "mine").has("state")).isFalse();
        assertThat(at(models, "half").path("state").asText()).contains("weights.safetensors is missing");
        assertThat(at(models, "odd").path("state").asText()).contains("cannot be read");
        assertThat(at(models, "dino-vit-s8").path("state").asText()).contains("1 files as published");

        // and for people as a table
        out.reset();
        assertThat(acuity("model", "list", "--models", folder.toString())).isZero();
        assertThat(text()).contains("acuity-m-x4          masked-shift     ×4", "771,616  shipped");
    }

    @Test
    void describesAModelAfterItsWeightsWereVerified() throws IOException {
        // when
        assertThat(acuity("model", "info", "acuity-m-x4")).as(errors()).isZero();
        // then
        assertThat(text())
                .contains(
                        "acuity-m-x4@b84eb8b9feaa",
                        "masked-shift",
                        "gated-cnn, 64 channels, 6 blocks and 2 in the trunk")
                .contains("771,616 in ", "(verified)", "20 at most", "licence");

        // and with its tensors
        out.reset();
        assertThat(acuity("model", "info", "acuity-m-x4", "--tensors", "--json"))
                .isZero();
        JsonNode described = JSON.readTree(out.toByteArray());
        assertThat(described
                        .path("description")
                        .path("weights")
                        .path("parameters")
                        .asLong())
                .isEqualTo(771_616);
        assertThat(described.path("tensors").get(0).path("shape").isArray()).isTrue();
    }

    @Test
    void exportedModelsAreTheSameModels() throws IOException {
        // when: shipped to archive, archive to folder, a name in the folder of models to another archive
        Path archive = folder.resolve("model.zip");
        Path models = Files.createDirectory(folder.resolve("models"));
        assertThat(acuity("model", "export", "acuity-s-x4", "--out", archive.toString()))
                .as(errors())
                .isZero();
        assertThat(acuity(
                        "model",
                        "export",
                        archive.toString(),
                        "--out",
                        models.resolve("mine").toString()))
                .as(errors())
                .isZero();
        Path again = folder.resolve("again.zip");
        assertThat(acuity("model", "export", "mine", "--models", models.toString(), "--out", again.toString()))
                .as(errors())
                .isZero();

        // then
        assertThat(again).hasSameBinaryContentAs(archive);
        assertThat(ModelBundle.read(models.resolve("mine")).checkpointId())
                .isEqualTo(BundleCatalog.find("acuity-s-x4").checkpointId());
    }

    @Test
    void saysInOneSentenceWhatIsWrong() throws IOException {
        // given a bundle with one byte changed
        Path damaged = folder.resolve("damaged");
        BundleCatalog.find("acuity-s-x4").write(damaged);
        Path weights = damaged.resolve(ModelBundle.WEIGHTS_FILE);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        Path text = Files.writeString(folder.resolve("text.zip"), "no archive");

        // then
        assertThat(acuity("model", "info", damaged.toString())).isEqualTo(1);
        assertThat(acuity("model", "info", text.toString())).isEqualTo(1);
        assertThat(acuity(
                        "model",
                        "export",
                        "nothing",
                        "--out",
                        folder.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(acuity("model", "export", "acuity-s-x4", "--out", text + "/x.zip"))
                .isEqualTo(1);
        assertThat(acuity("model", "list", "--models", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(errors().lines()).hasSize(5).allMatch(line -> line.startsWith("acuity: "));
        assertThat(errors())
                .contains("SHA-256", "has no file model.json", "There is no model nothing", "There is no folder");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private JsonNode at(List<JsonNode> models, String place) {
        return models.stream()
                .filter(model -> model.path("where")
                        .asText()
                        .equals(folder.resolve(place).toString()))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> objects() throws IOException {
        return JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toByteArray())
                .readAll();
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int acuity(String... arguments) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return Acuity.run(console, arguments);
    }
}
