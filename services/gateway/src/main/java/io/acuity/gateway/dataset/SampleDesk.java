package io.acuity.gateway.dataset;

import io.acuity.events.DatasetSample;
import io.acuity.events.FailureCode;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.upload.ReceivedBody;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.ImageHeader;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.imaging.decode.UnreadableImageException;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.streaming.blob.Payloads;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleDraft;
import io.acuity.streaming.dataset.SampleImage;
import io.acuity.streaming.dataset.SampleRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks at uploaded images and publishes those that fit. Reads headers only: decoding whole images is for machines with the
 * memory for it, and a trainer skips what turns out damaged. Everything here blocks.
 */
final class SampleDesk {

    private final PictureDecoder decoder = new PictureDecoder(DecodeLimits.defaults());
    private final Payloads payloads;
    private final DatasetPublisher datasets;

    SampleDesk(Payloads payloads, DatasetPublisher datasets) {
        this.payloads = payloads;
        this.datasets = datasets;
    }

    /** The images are stored when this returns; the future completes when the broker has the sample. */
    CompletableFuture<DatasetSample> publish(String dataset, ReceivedBody<SampleOptions> body) throws IOException {
        Path image = Files.createTempFile("acuity-sample-", ".image");
        Path lowRes = Files.createTempFile("acuity-sample-", ".lr");
        try {
            var options = body.options();
            var draft = new SampleDraft(
                    dataset, looked(body.image(), image), pair(body, lowRes), options.split(), options.notes());
            return datasets.publish(draft);
        } catch (UnreadableImageException e) {
            FailureCode code = e.reason() == UnreadableImageException.Reason.TOO_LARGE
                    ? FailureCode.IMAGE_TOO_LARGE
                    : FailureCode.UNREADABLE_IMAGE;
            throw new RefusedException(new Refusal.UnusableImage(code, String.valueOf(e.getMessage())), e);
        } catch (SampleRefusedException e) {
            throw new RefusedException(new Refusal.UnusableSample(String.valueOf(e.getMessage())), e);
        } finally {
            Files.deleteIfExists(image);
            Files.deleteIfExists(lowRes);
        }
    }

    private @Nullable SampleImage pair(ReceivedBody<SampleOptions> body, Path file) throws IOException {
        PayloadUpload.Stored second = body.second();
        return second == null ? null : looked(second, file);
    }

    private SampleImage looked(PayloadUpload.Stored stored, Path file) throws IOException {
        try (InputStream in = payloads.open(stored.payload());
                var out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
        ImageHeader header = decoder.probe(file);
        return new SampleImage(file, header.format().mediaType(), header.width(), header.height());
    }
}
