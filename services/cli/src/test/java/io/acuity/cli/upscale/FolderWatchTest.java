package io.acuity.cli.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    private static final Duration PAUSE = Duration.ofMillis(60);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<Path> seen = new CopyOnWriteArrayList<>();

    @Test
    void imagesComeOnceAndAgainWhenTheyChangeWhereverTheyLie() throws Exception {
        // given
        Path first = Files.write(folder.resolve("first.png"), new byte[] {1});
        Thread reader;
        try (FolderWatch watch = new FolderWatch(folder, PAUSE)) {
            reader = reader(watch);
            await().atMost(SOON).until(() -> seen.equals(List.of(first)));

            // when
            Path second =
                    Files.write(Files.createDirectory(folder.resolve("in")).resolve("second.JPG"), new byte[] {1});
            Files.write(folder.resolve("notes.txt"), new byte[] {1});
            Files.write(folder.resolve("first-x4.png"), new byte[] {1});
            await().atMost(SOON).until(() -> seen.equals(List.of(first, second)));
            Files.write(first, new byte[] {1, 2, 3});

            // then
            await().atMost(SOON).until(() -> seen.equals(List.of(first, second, first)));
        }
        reader.join(SOON);
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void anImageThatStillGrowsIsNotHandedOut() throws IOException {
        // given
        Path growing = Files.write(folder.resolve("growing.png"), new byte[] {1});
        try (var watch = new FolderWatch(folder, PAUSE)) {
            assertThat(watch.look()).isEmpty();

            // when it grows between two looks
            Files.write(growing, new byte[] {2}, StandardOpenOption.APPEND);

            // then
            assertThat(watch.look()).isEmpty();
            assertThat(watch.look()).extracting(Inputs.Input::file).containsExactly(growing);
            assertThat(watch.look()).isEmpty();
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaidAtOnce() {
        assertThatThrownBy(() -> new FolderWatch(folder.resolve("nothing"), PAUSE))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("nothing");
    }

    private Thread reader(FolderWatch watch) {
        return Thread.ofVirtual().start(() -> watch.forEachRemaining(image -> seen.add(image.file())));
    }
}
