package io.acuity.streaming.blob;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** Opens the store that a URI names. */
public final class BlobStores {

    private BlobStores() {}

    /**
     * Opens a store.
     *
     * @param uri {@code file:/var/lib/acuity/blobs}, or {@code s3://bucket/prefix} with the options {@code endpoint},
     *     {@code region} and {@code pathStyle} as in {@code s3://bucket/prefix?endpoint=http://minio:9000&pathStyle=true};
     *     S3 credentials come from where AWS clients look for them
     * @return to be closed by the caller
     * @throws IllegalArgumentException when the URI is neither
     * @throws BlobStoreUnavailableException when the directory cannot be written
     */
    public static BlobStore open(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "file" -> new DirectoryBlobStore(Path.of(uri));
            case "s3" -> S3BlobStore.open(S3Location.parse(uri));
            default ->
                throw new IllegalArgumentException("blobs.uri is '" + uri
                        + "' but must begin with file: or s3:; for example file:///var/lib/acuity/blobs");
        };
    }

    /**
     * Opens a directory.
     *
     * @param directory created when missing
     * @return to be closed by the caller
     */
    public static BlobStore directory(Path directory) {
        return new DirectoryBlobStore(directory);
    }
}
