package io.acuity.cli.console;

import org.jspecify.annotations.Nullable;

/** A command cannot go on; the message is the one sentence a person reads, the code is the exit status. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String sentence;

    /** Creates the exception from a sentence that names cause and way out. */
    public CommandException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    /** Creates the exception with a technical cause, shown with --verbose only. */
    public CommandException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.sentence = message;
    }

    /** What to tell the person. */
    public String sentence() {
        return sentence;
    }

    /** The exit status this failure leads to. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
