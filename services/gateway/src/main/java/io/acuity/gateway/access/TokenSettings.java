package io.acuity.gateway.access;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens (JWT) are taken.
 *
 * @param jwks file with the public keys of whoever signs them (a JWK set); null to ask the issuer for them (OpenID Connect discovery)
 * @param issuer what the claim {@code iss} must be; null for any that the keys of a file vouch for
 * @param audience what the claim {@code aud} must be or hold
 * @param ownerClaim names the claim that names the owner of jobs
 * @param rolesClaim names the claim that lists roles; points lead into objects, as in {@code realm_access.roles}
 */
public record TokenSettings(
        @Nullable Path jwks, @Nullable String issuer, String audience, String ownerClaim, String rolesClaim) {

    /** The role that makes a token's bearer an operator. */
    public static final String OPERATOR = "acuity-operator";

    /** Rejects settings under which any token would do, or none. */
    public TokenSettings {
        if (jwks == null && issuer == null) {
            throw new IllegalArgumentException(
                    "Tokens need the public keys of their issuer: name a file with --jwt-jwks, or the issuer with --oidc-issuer.");
        }
        if (audience.isBlank() || ownerClaim.isBlank() || rolesClaim.isBlank()) {
            throw new IllegalArgumentException(
                    "Tokens need an audience, or those of every other service of the same"
                            + " issuer would do here; for example --jwt-audience acuity. The names of claims are not empty either.");
        }
        if (jwks == null && !isSafe(URI.create(String.valueOf(issuer)))) {
            throw new IllegalArgumentException("The issuer " + issuer
                    + " is asked for its keys, and must be an https address (http on this machine alone).");
        }
    }

    /** Whether nobody between here and there can change what is fetched. */
    static boolean isSafe(URI address) {
        String host = address.getHost();
        return host != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme())
                                && ("127.0.0.1".equals(host) || "localhost".equals(host))));
    }
}
