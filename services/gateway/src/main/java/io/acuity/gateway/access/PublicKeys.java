package io.acuity.gateway.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a JWK set that signatures may be checked with: those of asymmetric algorithms alone, and of each its public part. */
final class PublicKeys {

    private static final Map<String, String> BY_CURVE = Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final Map<String, List<String>> MEMBERS =
            Map.of("RSA", List.of("kid", "kty", "n", "e"), "EC", List.of("kid", "kty", "crv", "x", "y"));

    private PublicKeys() {}

    /** Whether tokens signed so may be looked at: neither unsigned ones nor those that whoever checks could sign as well. */
    static boolean isAsymmetric(String algorithm) {
        return ALGORITHMS.contains(algorithm);
    }

    /**
     * Reads a JWK set.
     *
     * @throws IllegalArgumentException when it holds no such key
     */
    static List<JsonObject> read(String jwkSet) {
        List<JsonObject> keys = new ArrayList<>();
        try {
            if (new JsonObject(jwkSet).getValue("keys") instanceof JsonArray array) {
                for (Object key : array) {
                    if (key instanceof JsonObject jwk) {
                        publicPart(jwk).ifPresent(keys::add);
                    }
                }
            }
        } catch (DecodeException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        if (keys.isEmpty()) {
            // The library takes a set without keys for leave to accept unsigned tokens.
            throw new IllegalArgumentException("it holds no RSA or EC key to check signatures with");
        }
        return keys;
    }

    /** A member, or what is taken where it is left out; empty where it is no text. */
    private static String text(JsonObject jwk, String member, String otherwise) {
        return jwk.getValue(member, otherwise) instanceof String text ? text : "";
    }

    private static Optional<JsonObject> publicPart(JsonObject jwk) {
        String type = text(jwk, "kty", "");
        List<String> members = MEMBERS.get(type);
        if (members == null || !"sig".equals(text(jwk, "use", "sig"))) {
            return Optional.empty();
        }
        String usual = type.equals("RSA") ? "RS256" : BY_CURVE.getOrDefault(text(jwk, "crv", ""), "");
        String algorithm = text(jwk, "alg", usual);
        if (!isAsymmetric(algorithm)) {
            return Optional.empty();
        }
        var key = new JsonObject().put("alg", algorithm);
        for (String member : members) {
            if (jwk.getValue(member) instanceof String value) {
                key.put(member, value);
            }
        }
        return Optional.of(key);
    }
}
