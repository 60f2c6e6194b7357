package io.acuity.gateway.jobs;

import io.acuity.events.BlobReference;
import io.acuity.events.Cost;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobPreview;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.UpscaleResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A view as the contract's schema {@code Job}; members without a value are left out. */
public final class JobJson {

    private JobJson() {}

    /**
     * The job for people and programs.
     *
     * @param status what is known
     * @return as in the contract
     */
    public static JsonObject of(JobStatus status) {
        JobView view = status.view();
        var json = new JsonObject().put("id", view.getJobId()).put("status", word(view.getState()));
        put(json, "owner", view.getOwner());
        put(json, "operation", view.getOperation());
        put(json, "model", view.getModel());
        put(json, "deadline", view.getDeadline());
        put(json, "acceptedAt", view.getAcceptedAt());
        put(json, "startedAt", view.getStartedAt());
        put(json, "updatedAt", view.getUpdatedAt());
        Integer ahead = status.ahead();
        if (ahead != null) {
            json.put("queue", new JsonObject().put("position", ahead + 1));
        }
        if (view.getTilesTotal() > 0) {
            json.put("progress", progress(view));
        }
        if (!view.getPreviews().isEmpty()) {
            json.put("previews", previews(view));
        }
        Duration left = status.left();
        if (left != null) {
            json.put("estimatedSecondsLeft", Math.ceilDiv(left.toMillis(), 1000));
        }
        UpscaleResult result = view.getResult();
        if (result != null) {
            outcome(json, result);
        }
        JsonObject links = links(view.getJobId());
        if (result != null && result.getOverlay() != null) {
            links.put("overlay", location(view.getJobId()) + "/overlay");
        }
        return json.put("links", links);
    }

    /**
     * The job as lists have it: how many previews there are and not which, since they outweigh all the rest.
     *
     * @param status what is known
     * @return as in the contract
     */
    static JsonObject brief(JobStatus status) {
        JsonObject json = of(status);
        json.remove("previews");
        int previews = status.view().getPreviews().size();
        return previews == 0 ? json : json.put("previewCount", previews);
    }

    /**
     * Where a job's status is.
     *
     * @param jobId its id
     * @return an absolute path
     */
    public static String location(String jobId) {
        return "/v1/upscales/" + jobId;
    }

    private static JsonObject progress(JobView view) {
        var json = new JsonObject().put("tilesDone", view.getTilesDone()).put("tilesTotal", view.getTilesTotal());
        return view.getSteps() == null ? json : json.put("steps", view.getSteps());
    }

    private static JsonArray previews(JobView view) {
        var list = new JsonArray();
        for (JobPreview preview : view.getPreviews()) {
            list.add(new JsonObject()
                    .put("n", preview.getNumber())
                    .put("step", preview.getStep())
                    .put("steps", preview.getSteps())
                    .put("tilesDone", preview.getTilesDone())
                    .put("tilesTotal", preview.getTilesTotal())
                    .put("url", location(view.getJobId()) + "/previews/" + preview.getNumber()));
        }
        return list;
    }

    private static JsonObject links(String jobId) {
        return new JsonObject().put("self", location(jobId)).put("result", location(jobId) + "/result");
    }

    private static void outcome(JsonObject json, UpscaleResult result) {
        if (result.getOutput() != null) {
            json.put("result", result(result));
        }
        if (result.getFailure() != null) {
            json.put(
                    "failure",
                    new JsonObject()
                            .put("code", result.getFailure().getCode().name())
                            .put("message", result.getFailure().getMessage()));
        }
    }

    private static JsonObject result(UpscaleResult result) {
        var json = new JsonObject().put("width", result.getWidth()).put("height", result.getHeight());
        if (result.getOutput() instanceof InlinePayload inline) {
            json.put("mediaType", inline.getMediaType())
                    .put("size", inline.getData().remaining());
        } else if (result.getOutput() instanceof BlobReference reference) {
            json.put("mediaType", reference.getMediaType()).put("size", reference.getSize());
        }
        put(json, "checkpoint", result.getCheckpoint());
        put(json, "checkpointSha256", result.getCheckpointSha256());
        json.put("seed", result.getSeed()).put("worker", result.getWorker());
        put(json, "completedAt", result.getCompletedAt());
        if (result.getCost() != null) {
            json.put("cost", cost(result.getCost()));
        }
        return json;
    }

    private static JsonObject cost(Cost cost) {
        return new JsonObject()
                .put("networkCalls", cost.getNetworkCalls())
                .put("networkPixels", cost.getNetworkPixels())
                .put("denseNetworkPixels", cost.getDenseNetworkPixels())
                .put("encoderPixels", cost.getEncoderPixels())
                .put("queueMs", cost.getQueueMs())
                .put("decodeMs", cost.getDecodeMs())
                .put("computeMs", cost.getComputeMs())
                .put("encodeMs", cost.getEncodeMs())
                .put("totalMs", cost.getTotalMs());
    }

    private static void put(JsonObject json, String member, @Nullable Object value) {
        if (value != null) {
            json.put(member, value.toString());
        }
    }

    private static String word(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
