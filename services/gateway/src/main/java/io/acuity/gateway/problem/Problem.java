package io.acuity.gateway.problem;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the caller reads.
 *
 * @param status HTTP status
 * @param code stable name for programs
 * @param title the same words for every problem of this code
 * @param detail one sentence about this one
 * @param retryAfter when asking again makes sense, if it does
 */
record Problem(
        int status,
        String code,
        String title,
        String detail,
        @Nullable Duration retryAfter) {

    static final String MEDIA_TYPE = "application/problem+json";

    Problem(int status, String code, String title, String detail) {
        this(status, code, title, detail, null);
    }

    JsonObject toJson(String instance) {
        return new JsonObject()
                .put(
                        "type",
                        "urn:acuity:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", instance)
                .put("code", code);
    }
}
