package io.acuity.gateway.upload;

import io.acuity.events.Recipe;
import io.acuity.gateway.access.Caller;
import io.acuity.streaming.blob.PayloadUpload;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names of jobs, and what makes two submissions the same; pure functions, so that every gateway agrees. */
public final class JobIds {

    private JobIds() {}

    /** A new id that nobody else has. */
    public static String random() {
        return UUID.randomUUID().toString();
    }

    /** The id of everything that the caller of a request submits under one key. */
    public static String ofRequest(RoutingContext http, String key) {
        String owner = Caller.of(http).owner();
        // Where nobody is asked, something in front of the gateway may have asked.
        return ofKey(owner == null ? http.request().getHeader(HttpHeaders.AUTHORIZATION) : "owner " + owner, key);
    }

    /** The id of everything one caller submits under one key: a UUID of version 8 (RFC 9562) from their hash. */
    static String ofKey(@Nullable String caller, String key) {
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest(lines("acuity job", caller == null ? "" : caller, key)));
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }

    /** What image, map and options come to. The deadline is left out: a repeated PT30S means a later moment. */
    static String fingerprint(Upload upload) {
        PayloadUpload.Stored map = upload.attentionMap();
        Recipe recipe = upload.options().recipe();
        return fingerprint(
                upload.payload().sha256(),
                upload.options().operation().name(),
                recipe.getModel(),
                scale(recipe),
                String.valueOf(recipe.getSteps()),
                Long.toString(recipe.getSeed()),
                recipe.getFormat().name(),
                Integer.toString(recipe.getQuality()),
                Boolean.toString(recipe.getDeterministic()),
                String.valueOf(recipe.getAttention()),
                String.valueOf(recipe.getLowerBound()),
                map == null ? "" : map.sha256());
    }

    // Whole numbers as they were written before there were others. Permission to extrapolate changes no result.
    private static String scale(Recipe recipe) {
        Double exact = recipe.getMagnification();
        return exact == null ? Integer.toString(recipe.getScale()) : exact.toString();
    }

    /** What parts in an order come to, in hexadecimal digits. */
    public static String fingerprint(String... parts) {
        return HexFormat.of().formatHex(sha256().digest(lines(parts)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256; this one is damaged.", e);
        }
    }

    // Length before text, so that no two lists of parts have the same bytes.
    private static byte[] lines(String... parts) {
        var joined = new StringBuilder();
        for (String part : parts) {
            joined.append(part.length()).append(':').append(part).append('\n');
        }
        return joined.toString().getBytes(StandardCharsets.UTF_8);
    }
}
