package io.acuity.streaming.blob;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where S3 blobs lie.
 *
 * @param bucket the bucket; must exist
 * @param prefix begins each key; empty or ending in a slash
 * @param endpoint another server than Amazon's
 * @param region the region, for signing
 * @param pathStyle whether the bucket is in the path instead of the host name
 */
record S3Location(String bucket, String prefix, Optional<URI> endpoint, String region, boolean pathStyle) {

    private static final Set<String> OPTIONS = Set.of("endpoint", "region", "pathStyle");

    static S3Location parse(URI uri) {
        String bucket = uri.getAuthority();
        if (bucket == null) {
            throw new IllegalArgumentException(
                    "blobs.uri is '" + uri + "' but names no bucket; for example s3://acuity/blobs");
        }
        if (bucket.contains("@")) {
            throw withSecret();
        }
        Map<String, String> options = options(uri);
        String path = uri.getPath().replaceFirst("^/+", "").replaceFirst("/+$", "");
        Optional<URI> endpoint = Optional.ofNullable(options.get("endpoint")).map(URI::create);
        if (endpoint.isPresent() && endpoint.get().getRawUserInfo() != null) {
            throw withSecret();
        }
        return new S3Location(
                bucket,
                path.isEmpty() ? "" : path + "/",
                endpoint,
                options.getOrDefault("region", "us-east-1"),
                Boolean.parseBoolean(options.getOrDefault("pathStyle", Boolean.toString(endpoint.isPresent()))));
    }

    // Addresses are logged and shown, so they are not repeated here either.
    private static IllegalArgumentException withSecret() {
        return new IllegalArgumentException(
                "blobs.uri has a user or password in it, which others can read; leave it out and"
                        + " give the credentials as AWS clients take them, for example in a file named by AWS_SHARED_CREDENTIALS_FILE.");
    }

    private static Map<String, String> options(URI uri) {
        var options = new HashMap<String, String>();
        String query = uri.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !OPTIONS.contains(name)) {
                throw new IllegalArgumentException("blobs.uri has the option '" + name
                        + "' but knows only endpoint, region and pathStyle, each with a value; for example"
                        + " s3://acuity/blobs?endpoint=http://minio:9000");
            }
            options.put(name, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return options;
    }

    String key(BlobName name) {
        return prefix + name.path();
    }

    String uri(BlobName name) {
        return "s3://" + bucket + "/" + key(name);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
