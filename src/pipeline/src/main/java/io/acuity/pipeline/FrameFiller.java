package io.acuity.pipeline;

import io.acuity.events.BlobReference;
import io.acuity.events.FrameResult;
import io.acuity.streaming.blob.BlobException;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.video.ClipException;
import io.acuity.video.FramePixels;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.ffmpeg.RgbResizer;
import io.acuity.video.pam.PamFrames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is shown for frames without a result. Belongs to the thread of its assembler. */
final class FrameFiller {
    private static final Logger LOGGER = LoggerFactory.getLogger(FrameFiller.class);

    private final ClipOrder order;
    private final BlobStore store;
    private final FrameSources sources;
    private @Nullable FramePixels last;

    FrameFiller(ClipRun run, FrameSources sources) {
        this.order = run.order();
        this.store = run.store();
        this.sources = sources;
    }

    /** A frame as it was shown, for those after it. */
    void shown(FramePixels pixels) {
        last = pixels;
    }

    /**
     * Stands in for a frame.
     *
     * @param frame its number in the clip
     * @param why it has no result
     * @throws MissingFrameException when there is nothing to show instead either
     */
    FramePixels fill(FrameResult result, long frame, String why) {
        LOGGER.atWarn()
                .addKeyValue("clipId", order.clipId())
                .addKeyValue("frame", frame)
                .addKeyValue("error", why)
                .log("A frame has no result; the one before it is shown again");
        return last == null ? enlargedSource(result, frame, why) : last;
    }

    private FramePixels enlargedSource(FrameResult result, long frame, String why) {
        BlobReference source = sources.find(result.getIndex());
        if (source == null) {
            throw new MissingFrameException(frame, why, null);
        }
        ClipOutput output = order.output();
        try {
            FramePixels small = PamFrames.decode(store.read(source), (long) output.width() * output.height());
            return RgbResizer.resize(small, output.width(), output.height());
        } catch (BlobException | ClipException e) {
            throw new MissingFrameException(frame, why, e);
        }
    }
}
