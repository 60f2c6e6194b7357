package io.acuity.cli.video;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.events.ChangeOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which parts of a frame may keep the result of an earlier one. */
final class ChangeSwitches {
    /** On or off. */
    enum Switch {
        ON,
        OFF
    }

    @Option(
            names = "--changes",
            paramLabel = "on|off",
            description = "Compute only tiles that changed since they were computed (default: ${DEFAULT-VALUE}).")
    private Switch changes = Switch.ON;

    @Option(
            names = "--threshold",
            paramLabel = "L",
            description =
                    "Mean difference from which a tile has changed, in grey levels of 8 bits (default: the worker's).")
    private @Nullable Double threshold;

    @Option(
            names = "--refresh",
            paramLabel = "N",
            description = "Compute each tile at least once in so many frames (default: the worker's).")
    private @Nullable Integer refresh;

    ChangeOptions options() {
        if (threshold != null && !(threshold >= 0 && threshold <= 255)) {
            throw new CommandException(ExitCode.USAGE, "The threshold is 0 to 255 levels, not " + threshold + ".");
        }
        if (refresh != null && refresh < 1) {
            throw new CommandException(ExitCode.USAGE, "Tiles are refreshed in 1 or more frames, not " + refresh + ".");
        }
        return ChangeOptions.newBuilder()
                .setEnabled(changes == Switch.ON)
                .setThreshold(threshold)
                .setRefresh(refresh)
                .build();
    }
}
