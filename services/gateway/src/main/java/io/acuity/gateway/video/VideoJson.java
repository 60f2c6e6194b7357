package io.acuity.gateway.video;

import io.acuity.events.BlobReference;
import io.acuity.events.Failure;
import io.acuity.events.VideoReport;
import io.acuity.events.VideoView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A view as the contract's schema {@code Video}; members without a value are left out. */
final class VideoJson {

    private VideoJson() {}

    static JsonObject of(VideoView view) {
        var json = new JsonObject()
                .put("id", view.getVideoId())
                .put("status", view.getState().name().toLowerCase(Locale.ROOT));
        put(json, "fileName", view.getFileName());
        put(json, "model", view.getModel());
        put(json, "submittedAt", view.getSubmittedAt());
        put(json, "startedAt", view.getStartedAt());
        put(json, "owner", view.getOwner());
        put(json, "updatedAt", view.getUpdatedAt());
        put(json, "completedAt", view.getCompletedAt());
        put(json, "assembler", view.getAssembler());
        if (view.getStartedAt() != null) {
            json.put("progress", progress(view));
        }
        Double left = view.getSecondsLeft();
        if (left != null) {
            json.put("estimatedSecondsLeft", (long) Math.ceil(left));
        }
        BlobReference result = view.getResult();
        if (result != null) {
            json.put("result", result(view, result));
        }
        Failure failure = view.getFailure();
        if (failure != null) {
            json.put(
                    "failure",
                    new JsonObject().put("code", failure.getCode().name()).put("message", failure.getMessage()));
        }
        return json.put("links", links(view));
    }

    /** Where a clip's status is, as an absolute path. */
    static String location(String videoId) {
        return "/v1/videos/" + videoId;
    }

    private static JsonObject progress(VideoView view) {
        var json = new JsonObject().put("framesDone", view.getFramesDone());
        if (view.getFramesExpected() > 0) {
            json.put("framesExpected", view.getFramesExpected());
        }
        Double rate = view.getFramesPerSecond();
        if (rate != null) {
            json.put("framesPerSecond", rate);
        }
        return json.put("tiles", view.getTiles())
                .put("tilesReused", view.getTilesReused())
                .put("networkPixels", view.getNetworkPixels())
                .put("denseNetworkPixels", view.getDenseNetworkPixels());
    }

    private static JsonObject result(VideoView view, BlobReference file) {
        var json = new JsonObject().put("mediaType", file.getMediaType()).put("size", file.getSize());
        put(json, "name", view.getResultName());
        VideoReport report = view.getReport();
        return report == null
                ? json
                : json.put("width", report.getWidth())
                        .put("height", report.getHeight())
                        .put("framesIn", report.getFramesIn())
                        .put("framesOut", report.getFramesOut())
                        .put("framesRepeated", report.getFramesRepeated())
                        .put("audioPackets", report.getAudioPackets())
                        .put("otherPackets", report.getOtherPackets())
                        .put("codec", report.getCodec())
                        .put("pixelFormat", report.getPixelFormat())
                        .put("seconds", report.getSeconds())
                        .put("warnings", new JsonArray(report.getWarnings()));
    }

    private static JsonObject links(VideoView view) {
        String self = location(view.getVideoId());
        var links = new JsonObject().put("self", self).put("events", self + "/events");
        if (view.getResult() != null) {
            links.put("result", self + VideoFile.RESULT.path());
        }
        if (view.getContactSheet() != null) {
            links.put("contactSheet", self + VideoFile.CONTACT_SHEET.path());
        }
        return view.getSideBySide() == null ? links : links.put("sideBySide", self + VideoFile.SIDE_BY_SIDE.path());
    }

    private static void put(JsonObject json, String member, @Nullable Object value) {
        if (value != null) {
            json.put(member, value.toString());
        }
    }
}
