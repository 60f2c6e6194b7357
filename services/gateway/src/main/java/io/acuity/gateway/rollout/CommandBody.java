package io.acuity.gateway.rollout;

import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.upload.SmallBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is said with a command.
 *
 * @param checkpoint the one meant; null when it is left to the tracker
 * @param share of the jobs
 * @param automatic whether a good candidate is promoted without being asked
 * @param reason for people
 */
record CommandBody(
        @Nullable String checkpoint,
        double share,
        boolean automatic,
        @Nullable String reason) {

    private static final int LONGEST_TEXT = 1_000;
    private static final double USUAL_SHARE = 0.1;

    /**
     * Reads a body, which may be empty.
     *
     * @param request of the command; its body was not read yet
     * @param members that this command knows
     */
    static Future<CommandBody> read(HttpServerRequest request, Set<String> members) {
        return SmallBody.read(request).map(body -> parse(body, members));
    }

    /** What a body says that may have these members. */
    static CommandBody parse(Buffer body, Set<String> members) {
        try {
            JsonObject json = body.length() == 0 ? new JsonObject() : new JsonObject(body);
            for (String name : json.fieldNames()) {
                if (!members.contains(name)) {
                    throw invalid("There is no member '" + (name.length() > 100 ? "…" : name)
                            + "' here; the members are " + new TreeSet<>(members) + ".");
                }
            }
            return new CommandBody(text(json, "checkpoint"), share(json), automatic(json), text(json, "reason"));
        } catch (DecodeException e) {
            throw new RefusedException(
                    new Refusal.InvalidRequest(
                            "The body is not a JSON object; send for example {\"checkpoint\": \"acuity-s-x4@0123456789ab\"}."),
                    e);
        }
    }

    private static @Nullable String text(JsonObject json, String member) {
        Object value = json.getValue(member);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isBlank() && text.length() <= LONGEST_TEXT) {
            return text;
        }
        throw invalid("The member '" + member + "' must be a text of 1 to " + LONGEST_TEXT + " characters.");
    }

    private static double share(JsonObject json) {
        Object value = json.getValue("share", USUAL_SHARE);
        if (value instanceof Number share && share.doubleValue() > 0 && share.doubleValue() <= 1) {
            return share.doubleValue();
        }
        throw invalid("The member 'share' must be a number above 0 to 1, such as 0.1.");
    }

    private static boolean automatic(JsonObject json) {
        Object value = json.getValue("automatic", true);
        if (value instanceof Boolean automatic) {
            return automatic;
        }
        throw invalid("The member 'automatic' must be true or false.");
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(new Refusal.InvalidRequest(detail));
    }
}
