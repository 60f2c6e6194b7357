package io.acuity.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallDiskTest {
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    @Test
    void aFullDiskTakesNothingUntilItIsEmptied() throws Exception {
        try (SmallDisk disk = mounted()) {
            // given
            disk.fill();
            Path file = folder.resolve("file");

            // when
            assertThatThrownBy(() -> Files.write(file, new byte[PAGE]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space");

            // then
            disk.empty();
            assertThat(Files.write(file, new byte[PAGE])).hasSize(PAGE);
        }
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void whatWasFreedIsTakenAgain() throws Exception {
        try (SmallDisk disk = mounted()) {
            // given
            Path file = Files.write(folder.resolve("file"), new byte[PAGE]);
            disk.fill();
            Files.delete(file);
            assertThat(disk.free()).isEqualTo(PAGE);

            // when
            disk.fill();

            // then
            assertThat(disk.free()).isZero();
        }
    }

    /** Machines on which tests may not mount have nothing to prove here. */
    private SmallDisk mounted() throws Exception {
        try {
            return SmallDisk.mount(folder, 2);
        } catch (CommandException e) {
            assertThat(e.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
            return Assumptions.abort(e.sentence());
        }
    }
}
