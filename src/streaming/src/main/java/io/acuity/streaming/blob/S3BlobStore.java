package io.acuity.streaming.blob;

import io.acuity.events.BlobReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Blobs in a bucket of any S3 API. Uploads pass through a temporary file: the key is the hash of the content and is known
 * only at its end, and a request that fails can be sent again.
 */
final class S3BlobStore implements BlobStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final S3Client client;
    private final S3Location location;

    private S3BlobStore(S3Client client, S3Location location) {
        this.client = client;
        this.location = location;
    }

    static S3BlobStore open(S3Location location) {
        var builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(5))
                        .socketTimeout(TIMEOUT))
                .region(Region.of(location.region()))
                .forcePathStyle(location.pathStyle())
                // We verify SHA-256 ourselves, and many S3 servers do not know Amazon's newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        location.endpoint().ifPresent(builder::endpointOverride);
        return new S3BlobStore(builder.build(), location);
    }

    @Override
    public BlobUpload upload(BlobArea area, String mediaType) {
        return upload(sha256 -> new BlobName(area, sha256), mediaType);
    }

    @Override
    public BlobUpload uploadFrame(String clipId, String mediaType) {
        String clip = BlobName.ofClip(clipId);
        return upload(sha256 -> new BlobName(BlobArea.FRAMES, clip, sha256), mediaType);
    }

    private BlobUpload upload(Function<String, BlobName> name, String mediaType) {
        try {
            Path temporary = Files.createTempFile("acuity-upload-", ".part");
            return new BlobUpload(
                    temporary,
                    location.toString(),
                    (file, sha256, size) -> put(file, name.apply(sha256), size, mediaType));
        } catch (IOException e) {
            throw new BlobStoreUnavailableException(location.toString(), e);
        }
    }

    private BlobReference put(Path file, BlobName name, long size, String mediaType) {
        try {
            client.putObject(
                    request -> request.bucket(location.bucket())
                            .key(location.key(name))
                            .contentType(mediaType),
                    RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw new BlobStoreUnavailableException(location.toString(), e);
        }
        return new BlobReference(location.uri(name), name.sha256(), size, mediaType);
    }

    @Override
    public InputStream open(BlobReference reference) {
        return new VerifiedStream(get(reference, null), reference);
    }

    @Override
    public InputStream open(BlobReference reference, long offset, long length) {
        if (length == 0) {
            return InputStream.nullInputStream(); // which S3 has no range for
        }
        return get(reference, "bytes=" + offset + "-" + (offset + length - 1));
    }

    private InputStream get(BlobReference reference, @Nullable String range) {
        String key = location.key(BlobName.of(reference));
        try {
            return client.getObject(
                    request -> request.bucket(location.bucket()).key(key).range(range));
        } catch (NoSuchKeyException e) {
            throw new BlobMissingException(reference, location.toString(), e);
        } catch (SdkException e) {
            throw new BlobStoreUnavailableException(location.toString(), e);
        }
    }

    @Override
    public void delete(BlobReference reference) {
        BlobName name = BlobName.of(reference);
        if (name.area() != BlobArea.FRAMES) {
            return;
        }
        try {
            delete(location.key(name));
        } catch (SdkException e) {
            throw new BlobStoreUnavailableException(location.toString(), e);
        }
    }

    private void delete(String key) {
        client.deleteObject(request -> request.bucket(location.bucket()).key(key));
    }

    @Override
    public int removeOlderThan(Instant limit) {
        try {
            int removed = 0;
            for (BlobArea area : BlobArea.values()) {
                removed += area.isCollected() ? removeOlderThan(limit, area.folder()) : 0;
            }
            return removed;
        } catch (SdkException e) {
            throw new BlobStoreUnavailableException(location.toString(), e);
        }
    }

    @Override
    public int removeFrames(String clipId) {
        try {
            return removeOlderThan(Instant.MAX, BlobArea.FRAMES.folder() + "/" + BlobName.ofClip(clipId));
        } catch (SdkException e) {
            throw new BlobStoreUnavailableException(location.toString(), e);
        }
    }

    private int removeOlderThan(Instant limit, String folderInStore) {
        int removed = 0;
        String folder = location.prefix() + folderInStore + "/";
        var pages = client.listObjectsV2Paginator(
                request -> request.bucket(location.bucket()).prefix(folder));
        for (S3Object object : pages.contents()) {
            if (object.lastModified().isBefore(limit)) {
                delete(object.key());
                removed++;
            }
        }
        return removed;
    }

    @Override
    public void close() {
        client.close();
    }
}
