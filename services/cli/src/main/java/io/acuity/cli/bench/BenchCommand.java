package io.acuity.cli.bench;

import io.acuity.cli.bench.clip.ClipBenchCommand;
import io.acuity.cli.bench.overload.OverloadBenchCommand;
import io.acuity.cli.bench.scale.ScaleBenchCommand;
import io.acuity.cli.bench.soak.SoakBenchCommand;
import picocli.CommandLine.Command;

/** The group of commands that measure speed. */
@Command(
        name = "bench",
        description = {
            "Measures speed. What is compared takes turns in one run, since machines are shared and noisy;",
            "quote the ratios and medians, with the machine."
        },
        subcommands = {
            NetworkBenchCommand.class,
            AttentionBenchCommand.class,
            Sr3BenchCommand.class,
            GaussianBenchCommand.class,
            PipelineBenchCommand.class,
            LatecomerBenchCommand.class,
            MaskedBenchCommand.class,
            StartupBenchCommand.class,
            SoakBenchCommand.class,
            TrainBenchCommand.class,
            SwapBenchCommand.class,
            AcksBenchCommand.class,
            TrialBenchCommand.class,
            HttpBenchCommand.class,
            RestartBenchCommand.class,
            ClipBenchCommand.class,
            ScaleBenchCommand.class,
            OverloadBenchCommand.class
        },
        synopsisSubcommandLabel = "BENCHMARK")
public final class BenchCommand {
    /** Creates the group. */
    public BenchCommand() {}
}
