package io.acuity.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFilesTest {
    @TempDir
    Path folder;

    @Test
    void refusesAFolderWithoutImages() {
        assertThatIOException().isThrownBy(() -> TrainingFiles.below(folder)).withMessageContaining(folder.toString());
    }

    @Test
    void holdsOneImageOutWhereThereAreTwo() throws IOException {
        // given
        TrainingFiles files = TrainingFiles.below(DrawnImages.in(folder, 2, 40));

        // then
        assertThat(files.training()).hasSize(1);
        assertThat(files.validation()).hasSize(1);
    }

    @Test
    void trainsOnTheOnlyImage() throws IOException {
        // given
        TrainingFiles files = TrainingFiles.below(DrawnImages.in(folder, 1, 40));

        // then
        assertThat(files.training()).hasSize(1);
        assertThat(files.validation()).isEmpty();
    }
}
