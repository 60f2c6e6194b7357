package io.acuity.cli.management;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a process is doing. Each answer is one sentence about what is wrong, or empty when nothing is. Asked on threads that may
 * block for a moment.
 *
 * @param down why the process should be started anew
 * @param notReady why work should go elsewhere for now; a process that is down is not ready either
 */
public record Health(Supplier<Optional<String>> down, Supplier<Optional<String>> notReady) {

    /** Of a process that works while it lives. */
    public static final Health ALWAYS = new Health(Optional::empty, Optional::empty);

    /** Of several services in one process: what is wrong with the first that has something. */
    public static Health all(List<Health> parts) {
        return new Health(
                () -> parts.stream().flatMap(part -> part.down.get().stream()).findFirst(),
                () -> parts.stream()
                        .flatMap(part -> part.down.get().or(part.notReady).stream())
                        .findFirst());
    }
}
