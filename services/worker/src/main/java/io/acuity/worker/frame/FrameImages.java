package io.acuity.worker.frame;

import io.acuity.events.FailureCode;
import io.acuity.events.FrameRequest;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.Payloads;
import io.acuity.video.ClipException;
import io.acuity.video.FramePixels;
import io.acuity.video.pam.PamFrames;
import io.acuity.worker.job.JobRefusedException;

/** Where frames come from and go to. Safe for use by several threads. */
final class FrameImages {
    private final BlobStore store;
    private final Payloads payloads;
    private final PictureDecoder decoder;
    private final long maxPixels;

    FrameImages(BlobStore store, DecodeLimits limits) {
        this.store = store;
        this.payloads = new Payloads(store);
        this.decoder = new PictureDecoder(limits);
        this.maxPixels = limits.maxPixels();
    }

    /** Fetches, verifies and decodes a frame: PAM under zstd, or any picture. */
    FramePixels fetch(FrameRequest request) {
        Object image = request.getImage();
        if (image == null) {
            throw new JobRefusedException(
                    FailureCode.INVALID_REQUEST,
                    "Frame " + request.getIndex() + " of clip " + request.getClipId() + " brings no image; set image.");
        }
        byte[] bytes = payloads.read(image);
        if (!PamFrames.MEDIA_TYPE.equals(Payloads.mediaType(image))) {
            return FramePixels.of(decoder.decode(bytes));
        }
        try {
            return PamFrames.decode(bytes, maxPixels);
        } catch (ClipException e) {
            FailureCode code = e.reason() == ClipException.Reason.TOO_LARGE
                    ? FailureCode.IMAGE_TOO_LARGE
                    : FailureCode.UNREADABLE_IMAGE;
            throw new JobRefusedException(code, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Stores a result, always as a claim check: results wait in the tracker for their turn, and records there should be small. The
     * comment makes equal frames different blobs, each of which can be deleted when its own frame has been used.
     */
    Object store(FrameRequest request, FramePixels result) {
        String comment = "clip " + request.getClipId() + " frame " + request.getIndex() + " upscaled";
        return store.putFrame(request.getClipId(), PamFrames.encode(result, comment), PamFrames.MEDIA_TYPE);
    }
}
