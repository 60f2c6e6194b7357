package io.acuity.gateway.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs the page's sessions and checks them. A session carries who its bearer is and until when, so that every gateway with the same
 * secret accepts it and none keeps anything. Safe for any thread.
 */
final class Sessions {

    static final Duration LONGEST = Duration.ofHours(12);

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final SecretKeySpec secret;
    private final Clock clock;

    /**
     * Sessions under a secret.
     *
     * @param secret null draws one, which dies with this process
     */
    Sessions(@Nullable String secret, Clock clock) {
        this.secret =
                new SecretKeySpec(secret == null ? random() : bytes("acuity session:" + secret.strip()), ALGORITHM);
        this.clock = clock;
    }

    private static byte[] random() {
        byte[] drawn = new byte[SECRET_BYTES];
        RANDOM.nextBytes(drawn);
        return drawn;
    }

    /** When a session that begins now ends. */
    Instant end(Pass shown) {
        Instant longest = clock.instant().plus(LONGEST);
        Instant until = shown.until();
        return until == null || until.isAfter(longest) ? longest : until;
    }

    /** A session for whoever showed a key or a token. */
    String begin(Pass shown) {
        var roles = new JsonArray();
        shown.caller().roles().forEach(role -> roles.add(role.name()));
        JsonObject json = new JsonObject()
                .put("name", shown.caller().name())
                .put("roles", roles)
                .put("key", shown.keyId())
                .put("end", end(shown).getEpochSecond());
        String content = ENCODER.encodeToString(bytes(json.encode()));
        return content + "." + ENCODER.encodeToString(sign(content));
    }

    /** What a session says, if we signed it and it has not ended. */
    Optional<Pass> read(String session) {
        int point = session.indexOf('.');
        if (point < 1) {
            return Optional.empty();
        }
        String content = session.substring(0, point);
        try {
            boolean ours = MessageDigest.isEqual(sign(content), DECODER.decode(session.substring(point + 1)));
            return ours
                    ? notEnded(new JsonObject(new String(DECODER.decode(content), StandardCharsets.UTF_8)))
                    : Optional.empty();
        } catch (IllegalArgumentException | DecodeException e) {
            return Optional.empty(); // not Base64: the caller's own invention
        }
    }

    private Optional<Pass> notEnded(JsonObject json) {
        Instant end = Instant.ofEpochSecond(json.getLong("end"));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        json.getJsonArray("roles").forEach(role -> roles.add(Role.valueOf((String) role)));
        return clock.instant().isBefore(end)
                ? Optional.of(new Pass(new Caller(json.getString("name"), roles), json.getString("key"), end, true))
                : Optional.empty();
    }

    private byte[] sign(String content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(bytes(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
