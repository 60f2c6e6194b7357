package io.acuity.cli;

import io.acuity.cli.attention.AttentionCommand;
import io.acuity.cli.bench.BenchCommand;
import io.acuity.cli.chaos.ChaosCommand;
import io.acuity.cli.checkpoint.CheckpointCommand;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.dataset.DatasetCommand;
import io.acuity.cli.evaluate.EvaluateCommand;
import io.acuity.cli.golden.VerifyGoldenCommand;
import io.acuity.cli.key.KeyCommand;
import io.acuity.cli.model.ModelCommand;
import io.acuity.cli.niqe.NiqeCommand;
import io.acuity.cli.operations.RedriveCommand;
import io.acuity.cli.operations.TopicsCommand;
import io.acuity.cli.rollout.RolloutCommandGroup;
import io.acuity.cli.sample.SampleCommand;
import io.acuity.cli.services.ServiceCommand;
import io.acuity.cli.services.UpCommand;
import io.acuity.cli.sr3.Sr3Command;
import io.acuity.cli.train.TrainCommand;
import io.acuity.cli.upscale.UpscaleCommand;
import io.acuity.cli.video.VideoCommand;
import io.acuity.training.data.NoImagesException;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program: parses the arguments, runs one command, turns its end into an exit status. */
@Command(
        name = "acuity",
        description = {
            "Makes images four times larger and sharper, by residual-shift diffusion.",
            "Everything runs on this machine; nothing needs to be installed or started before."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpscaleCommand.class,
            VideoCommand.class,
            AttentionCommand.class,
            UpCommand.class,
            ServiceCommand.class,
            EvaluateCommand.class,
            NiqeCommand.class,
            SampleCommand.class,
            TrainCommand.class,
            DatasetCommand.class,
            CheckpointCommand.class,
            RolloutCommandGroup.class,
            KeyCommand.class,
            TopicsCommand.class,
            RedriveCommand.class,
            Sr3Command.class,
            ModelCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            VerifyGoldenCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything asked for was done",
            "1:at least one image, case or check failed; the others were done",
            "2:the command line was wrong (option, model, scale)",
            "3:nothing failed, but nothing could be checked either",
            "4:a service could not be started or reached"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  acuity upscale photo.jpg               writes photo-x4.png beside it",
            "  acuity upscale *.jpg -o large --json   a folder of results, one JSON line each",
            "  acuity up                              all services in one process, with an HTTP address",
            "  acuity help upscale                    everything about one command"
        })
public final class Acuity implements Runnable {
    private final Console console;

    // Read by Verbosity before parsing; declared here so that it is known everywhere and listed in the help.
    @Option(
            names = Verbosity.OPTION,
            scope = ScopeType.INHERIT,
            description = "Log what happens, and show stack traces.")
    private boolean verbose;

    Acuity(Console console) {
        this.console = console;
    }

    /** Runs the command line and ends the process with its exit status. */
    public static void main(String[] arguments) {
        Verbosity.configure(arguments);
        System.exit(run(Console.ofProcess(), arguments));
    }

    /** Runs one command line without ending the process; the return value is the exit status. */
    public static int run(Console console, String... arguments) {
        Acuity acuity = new Acuity(console);
        CommandLine line = commandLine(acuity);
        line.setExecutionExceptionHandler((failure, command, parsed) -> acuity.report(failure));
        line.setParameterExceptionHandler((failure, given) -> acuity.reportUsage(failure));
        return line.execute(arguments);
    }

    /** All commands with their options. */
    static CommandLine commandLine(Acuity acuity) {
        CommandLine line = new CommandLine(acuity, new ConsoleFactory(acuity.console));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        offerHelp(line);
        return line;
    }

    /** --help on every command, also on those that lack something they require. */
    private static void offerHelp(CommandLine line) {
        for (CommandLine sub : line.getSubcommands().values()) {
            if (!(sub.getCommand() instanceof CommandLine.HelpCommand)) {
                sub.getCommandSpec().mixinStandardHelpOptions(true);
                offerHelp(sub);
            }
        }
    }

    @Override
    public void run() {
        CommandLine.usage(new CommandLine(this, new ConsoleFactory(console)), System.out);
    }

    private int report(Exception failure) {
        ExitCode code = ExitCode.FAILED;
        if (failure instanceof CommandException expected) {
            console.problem(expected.sentence());
            code = expected.exitCode();
        } else if (failure instanceof NoImagesException) {
            console.problem(String.valueOf(failure.getMessage()));
            code = ExitCode.USAGE;
        } else {
            console.problem("An unexpected error ended the command (" + failure + "); run it again with "
                    + Verbosity.OPTION + " and report what it prints.");
        }
        if (verbose) {
            console.trace(failure);
        }
        return code.status();
    }

    private int reportUsage(ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.problem(failure.getMessage() + ". See: " + command + " --help");
        return ExitCode.USAGE.status();
    }

    /** Creates commands with the console they print to. */
    private record ConsoleFactory(Console console) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                Class<?>[] parameters = constructor.getParameterTypes();
                if (parameters.length == 1 && parameters[0] == Console.class) {
                    return type.cast(constructor.newInstance(console));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
