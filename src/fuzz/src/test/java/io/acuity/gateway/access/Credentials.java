package io.acuity.gateway.access;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The readers of what callers show at the entrance, and of the files that it is compared with, for the fuzzer. */
public final class Credentials {
    private static final TokenSettings SETTINGS =
            new TokenSettings(Path.of("jwks.json"), null, "acuity", "sub", "realm_access.roles");
    private static final Sessions SESSIONS = new Sessions(null, Clock.systemUTC());

    private Credentials() {}

    /** What a token claims, before its signature is looked at. */
    public static void token(String given) {
        Optional<Pass> pass = Tokens.claims(given, SETTINGS);
        if (pass.isPresent() && pass.get().until() == null) {
            throw new AssertionError("A token without an end.");
        }
    }

    /** A session's cookie; nobody but the gateway can make one. */
    public static void session(String given) {
        if (SESSIONS.read(given).isPresent()) {
            throw new AssertionError("A session that we did not sign.");
        }
    }

    /** A set of public keys. */
    public static void keySet(String given) {
        if (PublicKeys.read(given).isEmpty()) {
            throw new AssertionError("A set without keys was let in.");
        }
    }

    /** A file of keys; the same after it was written again. */
    public static void keyFile(Path file) {
        var keys = new KeyFile(file);
        for (ApiKey key : keys.read()) {
            if (!key.sha256().matches("[0-9a-f]{64}") || key.owner().isBlank()) {
                throw new AssertionError("A key of nobody: " + key);
            }
        }
    }
}
