package io.acuity.cli.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.cli.console.CommandException;
import io.acuity.imaging.encode.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (String name :
                List.of("b.png", "A.JPG", "b-x4.png", "b-x4-compare.png", "b-x2.7.png", "notes.txt", "sub/c.tiff")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    @Test
    void aFolderStandsForItsImagesAndNotForResultsOfBefore() {
        // when
        List<Inputs.Input> inputs = Inputs.of(List.of(folder));

        // then
        assertThat(inputs)
                .extracting(input -> input.place().toString())
                .containsExactlyInAnyOrder("A.JPG", "b.png", "sub/c.tiff");
    }

    @Test
    void aPatternTheShellLeftAloneIsRead() {
        // when
        List<Inputs.Input> inputs = Inputs.of(List.of(Path.of(folder + "/**.{png,tiff}")));

        // then
        assertThat(inputs).extracting(input -> input.place().toString()).containsExactly("b.png", "sub/c.tiff");
    }

    @Test
    void aFileThatWasNamedIsTakenWhateverItIsCalled() {
        // given
        Path named = folder.resolve("b-x4.png");

        // when, then
        assertThat(Inputs.of(List.of(named))).extracting(Inputs.Input::file).containsExactly(named);
    }

    @Test
    void nothingFoundIsAMistakeInTheCommand() {
        assertThatThrownBy(() -> Inputs.of(List.of(Path.of(folder + "/*.gif"))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no image");
    }

    @Test
    void resultsKeepTheFoldersOfTheirImages() {
        // given
        Outputs outputs = new Outputs(folder.resolve("large"), true, "4", PictureFormat.PNG);

        // when
        List<String> results = Inputs.of(List.of(folder)).stream()
                .map(input -> folder.relativize(outputs.of(input)).toString())
                .toList();

        // then
        assertThat(results).containsExactlyInAnyOrder("large/A-x4.png", "large/b-x4.png", "large/sub/c-x4.png");
    }
}
