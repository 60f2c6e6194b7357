package io.acuity.cli.console;

import io.acuity.attention.MissingWeightsException;
import io.acuity.attention.UnknownExtractorException;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.UnknownModelException;
import io.acuity.gateway.GatewayStartException;
import io.acuity.gateway.access.KeyFileException;
import io.acuity.networks.quality.MissingJudgeException;
import io.acuity.streaming.BrokerUnreachableException;
import io.acuity.streaming.ClaimLostException;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.broker.BrokerStartException;
import io.acuity.trainer.TrainingStoppedException;
import io.acuity.training.loop.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns what services throw when they can't start into a sentence and an exit status. */
public final class ServiceFailures {
    private ServiceFailures() {}

    /** The failure as the command line reports it. */
    public static CommandException of(Throwable thrown) {
        Throwable cause = unwrap(thrown);
        String sentence = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return switch (cause) {
            case CommandException known -> known;
            case UnknownModelException unknown -> new CommandException(ExitCode.USAGE, sentence, unknown);
            case UnknownExtractorException unknown -> new CommandException(ExitCode.USAGE, sentence, unknown);
            case MissingWeightsException missing -> new CommandException(ExitCode.USAGE, sentence, missing);
            case MissingJudgeException missing -> new CommandException(ExitCode.USAGE, sentence, missing);
            case CorruptCheckpointException corrupt -> new CommandException(ExitCode.FAILED, sentence, corrupt);
            case ClaimLostException lost -> new CommandException(ExitCode.FAILED, sentence, lost);
            case DivergedException diverged -> new CommandException(ExitCode.FAILED, sentence, diverged);
            case TrainingStoppedException stopped -> new CommandException(ExitCode.FAILED, sentence, stopped);
            case UncheckedIOException io -> new CommandException(ExitCode.FAILED, sentence, io);
            case IOException io -> new CommandException(ExitCode.FAILED, sentence, io);
            case BrokerStartException start -> new CommandException(ExitCode.UNAVAILABLE, sentence, start);
            case BrokerUnreachableException away -> new CommandException(ExitCode.UNAVAILABLE, sentence, away);
            case BlobException store -> new CommandException(ExitCode.UNAVAILABLE, sentence, store);
            case GatewayStartException gateway -> new CommandException(ExitCode.UNAVAILABLE, sentence, gateway);
            case KeyFileException keys -> new CommandException(ExitCode.USAGE, sentence, keys);
            case IllegalArgumentException setting -> new CommandException(ExitCode.USAGE, sentence, setting);
            case IllegalStateException state -> new CommandException(ExitCode.UNAVAILABLE, sentence, state);
            default ->
                new CommandException(ExitCode.UNAVAILABLE, "A service could not be started (" + cause + ").", cause);
        };
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
