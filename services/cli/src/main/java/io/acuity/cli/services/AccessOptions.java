package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.access.TokenSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a gateway lets in. */
public final class AccessOptions {
    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = {
                "Let in who shows a key of this file, as 'acuity key create' writes it; changes count within a second.",
                "Without keys and tokens everybody is let in."
            })
    private @Nullable Path apiKeys;

    @Option(
            names = "--jwt-jwks",
            paramLabel = "FILE",
            description = "Let in who shows a token (JWT) signed with one of the keys of this JWK set.")
    private @Nullable Path jwks;

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description =
                    "What a token's issuer must be; without --jwt-jwks it is asked for its keys (OpenID Connect).")
    private @Nullable String issuer;

    @Option(
            names = "--jwt-audience",
            paramLabel = "NAME",
            description = "What a token's audience must be or hold (default: ${DEFAULT-VALUE}).")
    private String audience = "acuity";

    @Option(
            names = "--jwt-owner-claim",
            paramLabel = "NAME",
            description = "The claim that names the owner of jobs (default: ${DEFAULT-VALUE}).")
    private String ownerClaim = "sub";

    @Option(
            names = "--jwt-roles-claim",
            paramLabel = "NAME",
            description =
                    "The claim whose list makes an operator by acuity-operator; points lead into objects (default: ${DEFAULT-VALUE}).")
    private String rolesClaim = "roles";

    @Option(
            names = "--session-secret-file",
            paramLabel = "FILE",
            description = {
                "File with the secret that the page's sessions are signed with, the same at all gateways; or set",
                "ACUITY_SESSION_SECRET. Without one, a gateway takes its own sessions alone, until it ends."
            })
    private @Nullable Path sessionSecret;

    @Option(
            names = "--open-to-all",
            description =
                    "Listen to other machines though nobody is asked for a key: something else keeps strangers out.")
    private boolean openToAll;

    /** Whom to let in; throws a sentence for what does not go together. */
    public AccessSettings settings() {
        try {
            TokenSettings tokens = jwks == null && issuer == null
                    ? null
                    : new TokenSettings(jwks, issuer, audience, ownerClaim, rolesClaim);
            String secret = SecretSource.read(sessionSecret, "ACUITY_SESSION_SECRET", "session secret");
            return new AccessSettings(apiKeys, tokens, secret, openToAll);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
