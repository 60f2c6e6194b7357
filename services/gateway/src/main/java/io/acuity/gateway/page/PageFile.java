package io.acuity.gateway.page;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One file of the page, in memory.
 *
 * @param mediaType as browsers are told
 * @param caching the header Cache-Control
 * @param tag strong entity tag, with its quotes
 * @param bytes the file
 */
record PageFile(String mediaType, String caching, String tag, Buffer bytes) {

    private static final int TAG_DIGITS = 32;

    /** Reads a resource of the class path. */
    static PageFile read(String resource, String caching) {
        try (InputStream in = Objects.requireNonNull(PageFile.class.getResourceAsStream(resource), resource)) {
            byte[] bytes = in.readAllBytes();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new PageFile(
                    mediaType(resource), caching, '"' + hash.substring(0, TAG_DIGITS) + '"', Buffer.buffer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The page's file " + resource + " cannot be read from the program; build it again.", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static String mediaType(String resource) {
        return switch (resource.substring(resource.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default ->
                throw new IllegalArgumentException(
                        "The page has no files such as " + resource + "; name its media type here.");
        };
    }
}
