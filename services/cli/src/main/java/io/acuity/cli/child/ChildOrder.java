package io.acuity.cli.child;

import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param program its main class
 * @param arguments its command line
 * @param javaOptions further options of the Java machine, after those of this one
 * @param environment added to that of this process
 * @param complaints where its standard error goes
 */
public record ChildOrder(
        String program,
        List<String> arguments,
        List<String> javaOptions,
        Map<String, String> environment,
        Redirect complaints) {
    /** Copies the lists. */
    public ChildOrder {
        arguments = List.copyOf(arguments);
        javaOptions = List.copyOf(javaOptions);
        environment = Map.copyOf(environment);
    }
}
