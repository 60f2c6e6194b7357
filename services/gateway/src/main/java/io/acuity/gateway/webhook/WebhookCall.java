package io.acuity.gateway.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.acuity.events.JobView;
import io.acuity.gateway.jobs.JobJson;
import io.acuity.gateway.jobs.JobStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * One event for one webhook, by the Standard Webhooks specification: {@code webhook-id} is the same at every attempt and names job and
 * state, so that a receiver can tell repetitions; {@code webhook-signature} is HMAC-SHA256 over id, time and body.
 *
 * @param id of the event
 * @param body JSON: type, timestamp, and the job as the HTTP API tells it
 */
record WebhookCall(String id, String body) {

    static WebhookCall of(JobView view) {
        String state = view.getState().name().toLowerCase(Locale.ROOT);
        String body = new JsonObject()
                .put("type", "job." + state)
                .put("timestamp", view.getUpdatedAt().toString())
                .put("data", JobJson.of(JobStatus.of(view)))
                .encode();
        return new WebhookCall(view.getJobId() + "." + state, body);
    }

    /** The headers of an attempt. */
    Map<String, String> headers(Webhook signer, Instant now) {
        try {
            return Map.of(
                    Webhook.UNBRANDED_MSG_ID_KEY,
                    id,
                    Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
                    Long.toString(now.getEpochSecond()),
                    Webhook.UNBRANDED_MSG_SIGNATURE_KEY,
                    signer.sign(id, now.getEpochSecond(), body));
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("The event " + id + " could not be signed; check the webhook secret.", e);
        }
    }
}
