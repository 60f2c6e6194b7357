package io.acuity.worker.job;

import io.acuity.attention.AttentionExtractor;
import io.acuity.attention.AttentionMap;
import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.attention.picture.MapPictures;
import io.acuity.attention.picture.Overlay;
import io.acuity.events.Cost;
import io.acuity.events.FailureCode;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.imaging.Picture;
import io.acuity.imaging.encode.PictureFormat;
import io.acuity.streaming.blob.PayloadUpload;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.trace.Traces;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request for an attention map from its picture to the map and its overlay, on the calling (virtual) thread. */
final class AttentionRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(AttentionRunner.class);
    private static final int LARGEST_SCALE = 8;

    /** What a runner works with. */
    record Tools(
            AttentionCatalog extractors,
            PayloadDesk payloads,
            JobVoice voice,
            JobReports reports,
            Traces traces,
            Clock clock) {}

    private final Tools tools;
    /** Maps being extracted: as many as there are cores, since more would only take memory. */
    private final Semaphore entrance =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));

    AttentionRunner(Tools tools) {
        this.tools = tools;
    }

    /** Runs one job to its end. */
    LaneOutput run(UpscaleRequest request, String key, RunningJob running) throws InterruptedException, IOException {
        Instant begun = tools.clock.instant();
        RequestCheck.requireOwnKey(request, key);
        requireRecipe(request.getRecipe());
        String named = request.getRecipe().getAttention();
        AttentionExtractor extractor =
                tools.extractors.find(named == null ? AttentionCatalog.DEFAULT_EXTRACTOR : named);
        entrance.acquire();
        try {
            running.requireWanted();
            tools.voice.started(new JobTrail(request.getJobId(), running.context()), null);
            return extract(request, extractor, running, begun);
        } finally {
            entrance.release();
        }
    }

    private LaneOutput extract(UpscaleRequest request, AttentionExtractor extractor, RunningJob running, Instant begun)
            throws IOException {
        long start = System.nanoTime();
        Picture picture =
                tools.traces.part(running.context(), "decode", () -> tools.payloads.picture(request.getInput()));
        long decoded = System.nanoTime();
        running.requireWanted();
        int scale = request.getRecipe().getScale();
        AttentionMap map = tools.traces.part(
                running.context(),
                "attention",
                () -> extractor.extract(
                        picture,
                        Math.multiplyExact(picture.height(), scale),
                        Math.multiplyExact(picture.width(), scale)));
        long extracted = System.nanoTime();
        running.requireWanted();
        AttentionFiles files = tools.traces.part(
                running.context(),
                "encode",
                () -> new AttentionFiles(
                        stored(out -> MapPictures.write(map, out)),
                        stored(new Overlay(map, picture)::write),
                        map.width(),
                        map.height()));
        Cost cost = Cost.newBuilder()
                .setNetworkCalls(0)
                .setNetworkPixels(0)
                .setDenseNetworkPixels(0)
                .setEncoderPixels(0)
                .setQueueMs(millisBetween(request.getSubmittedAt(), begun))
                .setDecodeMs(TimeUnit.NANOSECONDS.toMillis(decoded - start))
                .setComputeMs(TimeUnit.NANOSECONDS.toMillis(extracted - decoded))
                .setEncodeMs(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - extracted))
                .setTotalMs(millisBetween(request.getSubmittedAt(), tools.clock.instant()))
                .build();
        Traces.note(LOGGER.atInfo(), running.context())
                .addKeyValue("jobId", request.getJobId())
                .addKeyValue("extractor", extractor.name())
                .addKeyValue("millis", cost.getTotalMs())
                .log("Attention extracted");
        return tools.reports.extracted(request, files, cost);
    }

    /** Writes a file. */
    @FunctionalInterface
    private interface FileContent {
        void write(OutputStream out) throws IOException;
    }

    private Object stored(FileContent content) throws IOException {
        try (PayloadUpload upload = tools.payloads.output(PictureFormat.PNG.mediaType())) {
            content.write(upload);
            return upload.finish().payload();
        }
    }

    private static void requireRecipe(Recipe recipe) {
        if (recipe.getMagnification() != null) {
            throw new JobRefusedException(
                    FailureCode.UNSUPPORTED_SCALE,
                    "An attention map is a whole number of times larger than its image; say so in recipe.scale and leave"
                            + " recipe.magnification out.");
        }
        if (recipe.getScale() < 1 || recipe.getScale() > LARGEST_SCALE) {
            throw new JobRefusedException(
                    FailureCode.UNSUPPORTED_SCALE,
                    "An attention map is made for results 1 to " + LARGEST_SCALE + " times larger, not "
                            + recipe.getScale() + "; ask for such a scale.");
        }
        if (recipe.getFormat() != OutputFormat.PNG) {
            throw new JobRefusedException(
                    FailureCode.INVALID_REQUEST,
                    "An attention map is a PNG of 16 bits, not " + recipe.getFormat() + "; ask for PNG.");
        }
        if (recipe.getAttentionMap() != null) {
            throw new JobRefusedException(
                    FailureCode.INVALID_REQUEST,
                    "The request brings an attention map where one is to be extracted; leave attentionMap out.");
        }
    }

    // Clocks of two machines differ; a negative time would only confuse.
    private static long millisBetween(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }
}
