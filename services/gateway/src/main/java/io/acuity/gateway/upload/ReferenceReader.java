package io.acuity.gateway.upload;

import io.acuity.events.BlobReference;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.streaming.blob.PayloadUpload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a submission by reference: a JSON object whose member {@code input} names an image that lies in the store already, with the
 * options as the other members. Runs on the event loop. The image itself is not looked at here; the worker that fetches it verifies it
 * against its hash, and finds it by the hash alone.
 */
final class ReferenceReader {

    static final String JSON = "application/json";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> MEMBERS = Set.of("sha256", "size", "mediaType");

    private final Function<MultiMap, UpscaleOptions> options;

    ReferenceReader(Function<MultiMap, UpscaleOptions> options) {
        this.options = options;
    }

    /** Must be called before the first bytes of the body. */
    Future<Upload> read(HttpServerRequest request) {
        return SmallBody.read(request).map(body -> parse(body, request.params(), options));
    }

    /** The submission in a body, its options read together with those of the query. */
    static Upload parse(Buffer body, MultiMap query, Function<MultiMap, UpscaleOptions> options) {
        JsonObject json;
        try {
            json = new JsonObject(body);
        } catch (DecodeException e) {
            throw new RefusedException(
                    new Refusal.InvalidRequest(
                            "The body is not a JSON object; send for example {\"input\": {\"sha256\": …,"
                                    + " \"size\": …, \"mediaType\": \"image/png\"}, \"scale\": 4}."),
                    e);
        }
        MultiMap given = MultiMap.caseInsensitiveMultiMap().addAll(query);
        for (Map.Entry<String, Object> member : json) {
            if (!member.getKey().equals("input")) {
                given.add(member.getKey(), String.valueOf(member.getValue()));
            }
        }
        return new Upload(stored(json.getValue("input")), null, options.apply(given));
    }

    private static PayloadUpload.Stored stored(Object input) {
        if (!(input instanceof JsonObject reference) || !reference.fieldNames().equals(MEMBERS)) {
            throw invalid("it is an object with the members sha256, size and mediaType");
        }
        if (!(reference.getValue("sha256") instanceof String sha256)
                || !SHA256.matcher(sha256).matches()) {
            throw invalid("its sha256 is the hash of the image's bytes in 64 lower-case hexadecimal digits");
        }
        if (!(reference.getValue("size") instanceof Number size) || size.longValue() < 1) {
            throw invalid("its size is the number of the image's bytes");
        }
        if (!(reference.getValue("mediaType") instanceof String type) || !type.startsWith("image/")) {
            throw invalid("its mediaType begins with image/");
        }
        // The store finds a payload by its hash; the address is for people.
        var payload =
                new BlobReference("payloads/" + sha256.substring(0, 2) + "/" + sha256, sha256, size.longValue(), type);
        return new PayloadUpload.Stored(payload, sha256, size.longValue());
    }

    private static RefusedException invalid(String what) {
        return new RefusedException(
                new Refusal.InvalidRequest("The member 'input' does not name an image in the store: " + what
                        + ". Put the image into the store first, as" + " payloads/<first two digits>/<sha256>."));
    }
}
