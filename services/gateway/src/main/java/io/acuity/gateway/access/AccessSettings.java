package io.acuity.gateway.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whom a gateway lets in.
 *
 * @param apiKeys file of keys; null where there are none
 * @param tokens which tokens are taken; null where none are
 * @param sessionSecret signs the page's sessions, the same at all gateways; null draws one, which no other gateway knows
 * @param openToAll whether a gateway that asks nobody for a key may listen to other machines
 */
public record AccessSettings(
        @Nullable Path apiKeys,
        @Nullable TokenSettings tokens,
        @Nullable String sessionSecret,
        boolean openToAll) {

    /** Everybody who can reach it, which nobody can from another machine. */
    public static final AccessSettings THIS_MACHINE = new AccessSettings(null, null, null, false);

    private static final int SHORTEST_SECRET = 32;

    /** Rejects a secret that could be guessed, and being open and closed at once. */
    public AccessSettings {
        if (sessionSecret != null && sessionSecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("The session secret has fewer than " + SHORTEST_SECRET
                    + " characters; draw one with: head -c 32 /dev/urandom | base64");
        }
        if (openToAll && (apiKeys != null || tokens != null)) {
            throw new IllegalArgumentException(
                    "A gateway that asks for keys or tokens is not open to all; leave --open-to-all out.");
        }
    }

    /**
     * Keys of a file.
     *
     * @param apiKeys the file
     * @return settings with nothing else
     */
    public static AccessSettings keys(Path apiKeys) {
        return new AccessSettings(apiKeys, null, null, false);
    }

    /**
     * Whether nobody is asked who they are.
     *
     * @return true where there are neither keys nor tokens
     */
    public boolean asksNobody() {
        return apiKeys == null && tokens == null;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessSettings[" + apiKeys + ", " + tokens + ", openToAll=" + openToAll + "]";
    }
}
