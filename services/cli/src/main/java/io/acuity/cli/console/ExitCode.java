package io.acuity.cli.console;

/** What the process's exit status means, the same for every command. */
public enum ExitCode {
    /** Everything asked for was done. */
    OK(0),
    /** At least one image, case or check failed; the others were done. */
    FAILED(1),
    /** The command line itself was wrong: an option, a model or a scale that does not exist. */
    USAGE(2),
    /** Nothing failed, but nothing could be checked either. */
    UNSUPPORTED(3),
    /** A service could not be started or reached: port in use, broker unreachable. */
    UNAVAILABLE(4);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The status handed to the operating system. */
    public int status() {
        return status;
    }
}
