package io.acuity.streaming.dataset;

import io.acuity.events.DatasetSample;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.blob.BlobArea;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStoreUnavailableException;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Publishes samples to datasets and removes them. Images lie in {@link BlobArea#DATASETS}, which no collector touches, because
 * the compacted topic mentions them for ever; those of removed samples stay too, since another dataset may mention the same
 * content. Safe for any number of threads.
 */
public final class DatasetPublisher {

    private final Payloads payloads;
    private final EventPublisher events;
    private final Clock clock;

    /**
     * A publisher; store and events stay the caller's to close.
     *
     * @param store where large images go
     * @param events the way to the topic
     * @param clock when samples are published
     */
    public DatasetPublisher(BlobStore store, EventPublisher events, Clock clock) {
        this.payloads = new Payloads(store, BlobArea.DATASETS);
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores the images, then publishes the sample. Blocks while the images are stored. A sample with the same HR image in
     * the same dataset is replaced.
     *
     * @param draft the sample
     * @return the sample, when the broker has it; fails as {@link EventPublisher#publish} does
     * @throws SampleRefusedException when a file cannot be read any more
     * @throws BlobStoreUnavailableException when the store cannot be written
     */
    public CompletableFuture<DatasetSample> publish(SampleDraft draft) {
        PayloadUpload.Stored image = store(draft.image());
        SampleImage pair = draft.lowRes();
        Object lowRes = pair == null ? null : store(pair).payload();
        DatasetSample sample = sample(draft, image, lowRes);
        return events.publish(Topic.DATASETS, keyOf(sample).toString(), sample).thenApply(stored -> sample);
    }

    /**
     * Removes a sample. Removing one that is not there is no mistake.
     *
     * @param key which
     * @return completes when the broker has the tombstone; fails as {@link EventPublisher#publish} does
     */
    public CompletableFuture<Void> remove(SampleKey key) {
        return events.remove(Topic.DATASETS, key.toString());
    }

    private DatasetSample sample(SampleDraft draft, PayloadUpload.Stored image, @Nullable Object lowRes) {
        return DatasetSample.newBuilder()
                .setDataset(draft.dataset())
                .setSampleId(SampleKey.of(draft.dataset(), image.sha256()).sampleId())
                .setSplit(draft.split().of(image.sha256()))
                .setImage(image.payload())
                .setLowRes(lowRes)
                .setWidth(draft.image().width())
                .setHeight(draft.image().height())
                .setSha256(image.sha256())
                .setSourceName(draft.notes().sourceName())
                .setLicence(draft.notes().licence())
                .setTags(draft.notes().tags())
                .setPublishedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private PayloadUpload.Stored store(SampleImage image) {
        try (PayloadUpload upload = payloads.upload(image.mediaType())) {
            Files.copy(image.file(), upload);
            return upload.finish();
        } catch (IOException e) {
            throw new SampleRefusedException(
                    "The file " + image.file() + " could not be read to its end; check the disk and try again.", e);
        }
    }

    static SampleKey keyOf(DatasetSample sample) {
        return new SampleKey(sample.getDataset(), sample.getSampleId());
    }
}
