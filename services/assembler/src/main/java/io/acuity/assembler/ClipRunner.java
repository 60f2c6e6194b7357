package io.acuity.assembler;

import io.acuity.events.BlobReference;
import io.acuity.events.FailureCode;
import io.acuity.events.VideoReport;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoView;
import io.acuity.pipeline.ClipBusyException;
import io.acuity.pipeline.ClipOrder;
import io.acuity.pipeline.ClipPipeline;
import io.acuity.pipeline.ClipPreviews;
import io.acuity.pipeline.ClipReport;
import io.acuity.pipeline.WorkFolder;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.blob.BlobUpload;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.video.ClipException;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.decode.ClipLimits;
import io.acuity.video.decode.ClipProbe;
import io.acuity.video.encode.ClipContainer;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.ClipWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Upscales one clip, from the store to the store, on the caller's thread. What an earlier run left in the clip's folder is kept.
 *
 * @param kafka the cluster
 * @param store of clips and frames; stays the caller's to close
 * @param folders where clips under way lie
 */
record ClipRunner(KafkaSettings kafka, BlobStore store, ClipFolders folders) {
    private static final String PNG = "image/png";
    /** Of the broker's clock: no frame of a clip is on the topics before the clip itself, but for how records are batched. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int MOST_DEATHS = 5;
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(30);
    private static final long LOCK_PAUSE_MILLIS = 200;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    /** A clip as this run sees it. */
    private record Clip(VideoRequest request, ClipFolder folder, ClipOrder order) {}

    /**
     * Does the whole clip.
     *
     * @param record where the request came from
     * @return its last view; the clip's folder is empty by then
     * @throws InterruptedException when it was told to stop; the folder stays
     */
    VideoView run(VideoRequest request, LaneRecord record, ClipVoice voice, RunningClip running)
            throws IOException, InterruptedException {
        ClipFolder folder = folders.of(request.getVideoId());
        voice.began();
        try {
            running.requireWanted();
            requireHarmless(folder.begin());
            VideoView done =
                    upscale(request, folder, pipeline(record.publishedAt()).within(record.context()), voice);
            folder.remove();
            return done;
        } finally {
            folder.survived();
        }
    }

    private ClipPipeline pipeline(Instant publishedAt) {
        return new ClipPipeline(kafka, store, new TailStart.Since(publishedAt.minus(MARGIN)));
    }

    /** Takes the frames of a cancelled clip back. */
    void withdraw(String videoId, Instant publishedAt) {
        pipeline(publishedAt).withdraw(videoId);
    }

    // A clip that brings native code down takes this process with it, and would take the next one, and the next.
    private static void requireHarmless(int deaths) {
        if (deaths > MOST_DEATHS) {
            throw new ClipRefusedException(
                    FailureCode.UNREADABLE_IMAGE,
                    "The clip was given up, because " + MOST_DEATHS + " assemblers in a row ended while they had it;"
                            + " their logs may say why.",
                    null);
        }
    }

    private VideoView upscale(VideoRequest request, ClipFolder folder, ClipPipeline pipeline, ClipVoice voice)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Path source = folder.fetch(request.getClip(), name(request), store);
        try {
            ClipInfo info = ClipProbe.probe(source, ClipLimits.defaults());
            Clip clip =
                    new Clip(request, folder, OrderedClip.of(request, info, folder.file(resultName(request)), source));
            requireWorthwhile(clip, info);
            voice.expects(expected(request, info), clip.order.segmentFrames(), folder::survived);
            try (WorkFolder work = open(clip.order)) {
                ClipReport report = pipeline.run(clip.order, work, voice);
                ClipVoice.Made made = store(clip, report, (System.nanoTime() - start) / NANOS);
                work.remove();
                return voice.succeeded(made);
            }
        } catch (ClipException e) {
            throw named(e, folder, source);
        }
    }

    /** For its owner, the clip has the name it was sent with, and the assembler's disk is nobody's business. */
    private static ClipException named(ClipException failure, ClipFolder folder, Path source) {
        String sentence = String.valueOf(failure.getMessage())
                .replace(source.toString(), String.valueOf(source.getFileName()))
                .replace(folder.path() + "/", "");
        return new ClipException(failure.reason(), sentence, failure);
    }

    private static String name(VideoRequest request) {
        String name = request.getFileName();
        return name == null || name.isBlank() ? "clip" : name;
    }

    private static String resultName(VideoRequest request) {
        String name = name(request);
        int point = name.lastIndexOf('.');
        String stem = (point > 0 ? name.substring(0, point) : name).replaceAll("[\\\\/\\p{Cntrl}\"]", "_");
        return stem.substring(0, Math.min(stem.length(), 80)) + "-acuity."
                + request.getEncoding().getContainer().toLowerCase(Locale.ROOT);
    }

    /** Refuses at once what would be refused at the end. */
    private static void requireWorthwhile(Clip clip, ClipInfo info) {
        if (clip.request.getFrameLimit() == null && info.missingBytes() > 0) {
            throw new ClipException(
                    ClipException.Reason.TRUNCATED,
                    clip.order.output().source() + " is cut off: " + info.missingBytes()
                            + " bytes are missing behind its end; send the complete file, or limit the frames.");
        }
        ClipWriter.open(clip.order.output()).close();
    }

    private static long expected(VideoRequest request, ClipInfo info) {
        Long limit = request.getFrameLimit();
        return limit == null ? info.expectedFrames() : Math.min(limit, info.expectedFrames());
    }

    // The process before may be gone for the broker and yet busy closing: of a moved clip, the lock tells.
    private static WorkFolder open(ClipOrder order) throws IOException, InterruptedException {
        long end = System.nanoTime() + LOCK_PATIENCE.toNanos();
        while (true) {
            try {
                return WorkFolder.open(order);
            } catch (ClipBusyException busy) {
                if (System.nanoTime() > end) {
                    throw busy;
                }
                Thread.sleep(LOCK_PAUSE_MILLIS);
            }
        }
    }

    private ClipVoice.Made store(Clip clip, ClipReport report, double seconds)
            throws IOException, InterruptedException {
        ClipOutput output = clip.order.output();
        ClipPreviews previews = new ClipPreviews(output, report.written().frames());
        String mediaType = ClipContainer.of(output.target()).mediaType();
        BlobReference sheet = clip.request.getContactSheet() ? sheet(previews) : null;
        BlobReference both = null;
        if (clip.request.getSideBySide()) {
            Path file = clip.folder.file(
                    "side-by-side." + ClipContainer.of(output.target()).extension());
            previews.sideBySide(file);
            both = put(file, mediaType);
        }
        BlobReference result = put(output.target(), mediaType);
        return new ClipVoice.Made(result, resultName(clip.request), sheet, both, report(output, report, seconds));
    }

    private BlobReference sheet(ClipPreviews previews) throws IOException, InterruptedException {
        try (BlobUpload upload = store.upload(PNG)) {
            previews.contactSheet(upload);
            return upload.commit();
        }
    }

    private BlobReference put(Path file, String mediaType) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return store.put(in, mediaType);
        }
    }

    private static VideoReport report(ClipOutput output, ClipReport report, double seconds) {
        var written = report.written();
        return VideoReport.newBuilder()
                .setFramesIn(report.framesIn())
                .setFramesOut(written.frames())
                .setFramesRepeated(report.work().framesRepeated())
                .setAudioPackets(written.audioPackets())
                .setOtherPackets(written.otherPackets())
                .setWidth(output.width())
                .setHeight(output.height())
                .setCodec(written.encoder())
                .setPixelFormat(written.pixelFormat())
                .setSeconds(seconds)
                .setWarnings(written.warnings())
                .build();
    }
}
