package io.acuity.worker.job;

import io.acuity.events.BlobReference;
import io.acuity.imaging.Picture;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobStores;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.lane.DeadLetters;
import io.acuity.streaming.lane.LaneRecord;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where pictures come from and results go to. Safe for use by several threads. */
final class PayloadDesk implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PayloadDesk.class);

    private final BlobStore store;
    private final Payloads payloads;
    private final PictureDecoder decoder;

    private PayloadDesk(BlobStore store, PictureDecoder decoder) {
        this.store = store;
        this.payloads = new Payloads(store);
        this.decoder = decoder;
    }

    static PayloadDesk open(URI blobStore, PictureDecoder decoder) {
        return new PayloadDesk(BlobStores.open(blobStore), decoder);
    }

    /** Fetches, verifies and decodes a picture. */
    Picture picture(Object payload) {
        return decoder.decode(payloads.read(payload));
    }

    /** Where previews are made. */
    PreviewPress press() {
        return new PreviewPress(store);
    }

    /** Begins a result. */
    PayloadUpload output(String mediaType) {
        return payloads.upload(mediaType);
    }

    /** Stores the bytes of a record that is too large to travel inside its dead letter; null if not needed or possible. */
    @Nullable
    BlobReference keepOversized(LaneRecord record) {
        byte[] value = record.value();
        if (value == null || value.length <= DeadLetters.INLINE_LIMIT) {
            return null;
        }
        try {
            return store.put(value, "application/octet-stream");
        } catch (BlobException e) {
            // The dead letter still names topic, partition and offset.
            LOGGER.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", e.getMessage())
                    .log("The original of a dead letter could not be kept");
            return null;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
