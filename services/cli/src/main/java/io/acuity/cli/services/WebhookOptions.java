package io.acuity.cli.services;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.gateway.webhook.WebhookSettings;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and how webhooks are called. The secret comes from a file or the environment, never from an argument that others can read. */
public final class WebhookOptions {
    private static final String VARIABLE = "ACUITY_WEBHOOK_SECRET";

    @Option(
            names = "--webhook-secret-file",
            paramLabel = "FILE",
            description = {
                "File with the secret (whsec_…) that calls of webhooks are signed with; or set ACUITY_WEBHOOK_SECRET.",
                "Without one, webhooks are refused."
            })
    private @Nullable Path secretFile;

    @Option(
            names = "--webhook-allow",
            paramLabel = "HOST",
            description = "A host that may be called in a private network, and without TLS; may be repeated.")
    private Set<String> allowedHosts = new LinkedHashSet<>();

    /** How webhooks are called; null where no secret was given. */
    public @Nullable WebhookSettings settings() {
        String secret = SecretSource.read(secretFile, VARIABLE, "webhook secret");
        if (secret == null) {
            return null;
        }
        try {
            return WebhookSettings.of(secret, allowedHosts);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
