package io.acuity.gateway.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a caller showed at the entrance.
 *
 * @param caller who it is
 * @param keyId the key that was shown, at the entrance or when the session began; null for a token
 * @param until when it ends by itself; null for a key
 * @param session whether it is a session rather than the key or token itself
 */
record Pass(Caller caller, @Nullable String keyId, @Nullable Instant until, boolean session) {

    static Pass of(ApiKey key) {
        return new Pass(key.caller(), key.id(), null, false);
    }
}
