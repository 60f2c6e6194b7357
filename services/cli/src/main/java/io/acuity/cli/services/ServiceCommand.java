package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Groups the commands that run one service each. */
@Command(
        name = "service",
        description = "Runs one service alone, until it is stopped; several make a cluster.",
        synopsisSubcommandLabel = "SERVICE",
        subcommands = {
            BrokerCommand.class,
            GatewayCommand.class,
            WorkerCommand.class,
            TrackerCommand.class,
            AssemblerCommand.class,
            TrainerCommand.class,
        },
        footerHeading = "%nA cluster on one machine:%n",
        footer = {
            "  acuity service broker  --port 9092",
            "  acuity service tracker --bootstrap 127.0.0.1:9092",
            "  acuity service worker  --bootstrap 127.0.0.1:9092 --blobs file:///tmp/blobs",
            "  acuity service assembler --bootstrap 127.0.0.1:9092 --blobs file:///tmp/blobs",
            "  acuity service gateway --bootstrap 127.0.0.1:9092 --blobs file:///tmp/blobs --port 8080",
            "  acuity service trainer --config trainer.yaml"
        })
public final class ServiceCommand implements Callable<Integer> {
    /** Creates the command. */
    public ServiceCommand() {}

    @Override
    public Integer call() {
        throw new CommandException(
                ExitCode.USAGE,
                "Say which service: broker, gateway, worker, tracker, assembler or trainer. See: acuity service --help");
    }
}
