package io.acuity.trainer.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.events.BlobReference;
import io.acuity.events.InlinePayload;
import io.acuity.streaming.blob.BlobArea;
import io.acuity.streaming.blob.BlobCorruptException;
import io.acuity.streaming.blob.BlobMissingException;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobUpload;
import io.acuity.streaming.blob.Payloads;
import io.acuity.training.data.ImageStore;
import io.acuity.training.data.SampleEntry;
import io.acuity.training.data.SampleManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The image files of samples, by the hash of their content: where to fetch them, also after their samples were removed from
 * the topic, as long as a checkpoint was trained on them. Safe for several threads.
 */
public final class SampleFiles implements ImageStore.Source {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlobStore store;
    private final Payloads payloads;
    private final Map<String, Object> known = new ConcurrentHashMap<>();

    /** Files in {@code store}, which stays the caller's. */
    public SampleFiles(BlobStore store) {
        this.store = store;
        this.payloads = new Payloads(store, BlobArea.DATASETS);
    }

    /** Where a file lies, as a checkpoint keeps it. */
    private record Place(String uri, long size, String mediaType) {}

    /** Learns where a file is. */
    void add(String sha256, Object payload) {
        known.put(sha256, payload);
    }

    @Override
    public byte[] file(String sha256) throws IOException {
        Object payload = known.get(sha256);
        if (payload == null) {
            throw new IOException("The image with SHA-256 " + sha256
                    + " is needed for training but was never published here; publish it again.");
        }
        try {
            return payloads.read(payload);
        } catch (BlobMissingException | BlobCorruptException e) {
            throw new IOException("The image with SHA-256 " + sha256 + " cannot be fetched: " + e.getMessage(), e);
        }
    }

    /**
     * Where the files of a manifest lie, so that a run can be taken up even when samples are removed from the topic. Files that
     * travelled inside their records are put into the store.
     */
    public String places(SampleManifest manifest) {
        Map<String, Place> places = new TreeMap<>();
        Stream.concat(manifest.training().stream(), manifest.validation().stream())
                .flatMap(SampleFiles::hashes)
                .forEach(sha256 -> places.put(sha256, place(sha256)));
        try {
            return JSON.writeValueAsString(places);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The places of samples cannot be written.", e);
        }
    }

    /** Learns what {@link #places} wrote; what is known already stays. */
    public void restore(String places) {
        try {
            JSON.readValue(places, new TypeReference<Map<String, Place>>() {})
                    .forEach((sha256, place) -> known.putIfAbsent(
                            sha256, new BlobReference(place.uri, sha256, place.size, place.mediaType)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The places of samples in a saved training state cannot be read.", e);
        }
    }

    private static Stream<String> hashes(SampleEntry entry) {
        return entry.lowResSha256() == null
                ? Stream.of(entry.sha256())
                : Stream.of(entry.sha256(), entry.lowResSha256());
    }

    private Place place(String sha256) {
        Object payload = known.get(sha256);
        BlobReference reference = switch (payload) {
            case BlobReference there -> there;
            case InlinePayload inline -> store(sha256, inline);
            case null, default ->
                throw new IllegalStateException("The place of the image " + sha256 + " is not known.");
        };
        return new Place(reference.getUri(), reference.getSize(), reference.getMediaType());
    }

    private BlobReference store(String sha256, InlinePayload inline) {
        ByteBuffer data = inline.getData().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        try (BlobUpload upload = store.upload(BlobArea.DATASETS, inline.getMediaType())) {
            upload.write(bytes);
            BlobReference reference = upload.commit();
            known.put(sha256, reference);
            return reference;
        }
    }
}
