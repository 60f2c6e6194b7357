package io.acuity.gateway.rollout;

import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** The reader of operators' commands, for the fuzzer. */
public final class CommandParameters {
    private static final Set<String> MEMBERS = Set.of("checkpoint", "share", "automatic", "reason");

    private CommandParameters() {}

    /** The body of a command. */
    public static void body(byte[] given) {
        CommandBody body = CommandBody.parse(Buffer.buffer(given), MEMBERS);
        if (!(body.share() > 0 && body.share() <= 1)) {
            throw new AssertionError("An impossible share: " + body);
        }
    }
}
