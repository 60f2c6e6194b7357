package io.acuity.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;

/**
 * The only writer to standard output and error. Results go to the output, one line each; everything said to a person
 * beside them goes to the error stream, so that output can be piped. Safe for use by several threads.
 */
public final class Console {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final PrintStream err;

    /** Creates a console on the given streams. */
    public Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** A console on the streams of the process. */
    public static Console ofProcess() {
        return new Console(System.out, System.err);
    }

    /** Whether a person watches the error stream, so that progress may be drawn on it; the launcher finds out. */
    public boolean isInteractive() {
        return Boolean.getBoolean("acuity.terminal");
    }

    /** Prints one line of result. */
    public synchronized void result(String line) {
        out.println(line);
        out.flush();
    }

    /** Prints {@code value} as one JSON object on one line. */
    public void json(Object value) {
        try {
            result(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result of type " + value.getClass() + " has no JSON form.", e);
        }
    }

    /** Prints one line for the person, beside the results. */
    public synchronized void note(String line) {
        err.println(line);
        err.flush();
    }

    /** Prints one sentence about something that went wrong. */
    public void problem(String sentence) {
        note("acuity: " + sentence);
    }

    /** Prints the stack trace behind a problem, for those who asked for it. */
    public synchronized void trace(Throwable cause) {
        cause.printStackTrace(err);
    }

    /** The stream progress is drawn on. */
    public PrintStream progressStream() {
        return err;
    }
}
