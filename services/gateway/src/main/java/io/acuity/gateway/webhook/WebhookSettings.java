package io.acuity.gateway.webhook;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a gateway calls webhooks.
 *
 * @param secret signs the calls: {@code whsec_} and at least 24 bytes in Base64, as Standard Webhooks writes it
 * @param allowedHosts hosts that may be called wherever they are, and without TLS; all others must be public and use https
 * @param attempts calls of one event before it is given up
 * @param firstPause before the second call; doubles from then on
 */
public record WebhookSettings(String secret, Set<String> allowedHosts, int attempts, Duration firstPause) {

    private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]{32,}={0,2}");

    /** Rejects what would not sign, and hosts that are none. */
    public WebhookSettings {
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "The webhook secret is not whsec_ followed by at least 24 bytes in Base64;"
                            + " make one with: echo whsec_$(head -c 24 /dev/urandom | base64)");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("webhook.attempts is " + attempts + " but must be 1 or more.");
        }
        allowedHosts = allowedHosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Eight calls within about ten minutes.
     *
     * @param secret signs the calls
     * @param allowedHosts hosts that may be called wherever they are
     */
    public static WebhookSettings of(String secret, Set<String> allowedHosts) {
        return new WebhookSettings(secret, allowedHosts, 8, Duration.ofSeconds(5));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookSettings[" + allowedHosts + ", " + attempts + " attempts]";
    }
}
