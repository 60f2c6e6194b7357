package io.acuity.assembler;

import io.acuity.events.FailureCode;
import io.acuity.events.Recipe;
import io.acuity.events.VideoEncoding;
import io.acuity.events.VideoRequest;
import io.acuity.pipeline.ClipOrder;
import io.acuity.pipeline.MissingFrames;
import io.acuity.video.decode.ClipInfo;
import io.acuity.video.encode.ClipContainer;
import io.acuity.video.encode.ClipOutput;
import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.encode.VideoCodec;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a request comes to for the pipeline. */
final class OrderedClip {
    private OrderedClip() {}

    /**
     * Reads the order.
     *
     * @param info of the source
     * @param target where the result is written
     * @throws ClipRefusedException {@code INVALID_REQUEST} when the options do not fit together
     * @throws io.acuity.video.ClipException when there is no such encoder here
     */
    static ClipOrder of(VideoRequest request, ClipInfo info, Path target, Path source) {
        ClipContainer.of(target);
        Recipe asked = request.getRecipe();
        if (asked.getMagnification() != null) {
            throw new ClipRefusedException(
                    FailureCode.UNSUPPORTED_SCALE,
                    "Clips are upscaled by the scale of their model alone, not by " + asked.getMagnification()
                            + "; say it in recipe.scale and leave recipe.magnification out.",
                    null);
        }
        var video = info.video();
        try {
            ClipOutput output = new ClipOutput(
                    target,
                    source,
                    Math.multiplyExact(video.width(), asked.getScale()),
                    Math.multiplyExact(video.height(), asked.getScale()),
                    video.storedDepth(),
                    request.getFrameLimit() == null ? OptionalLong.empty() : OptionalLong.of(request.getFrameLimit()),
                    settings(request.getEncoding()));
            Recipe recipe = Recipe.newBuilder()
                    .setModel(asked.getModel())
                    .setScale(asked.getScale())
                    .setSteps(asked.getSteps())
                    .setSeed(asked.getSeed())
                    .build();
            int segment = ClipOrder.segmentFrames(output.width(), output.height(), output.bitDepth());
            MissingFrames missing = request.getRepeatMissing() ? MissingFrames.REPEAT : MissingFrames.FAIL;
            return new ClipOrder(request.getVideoId(), output, recipe, request.getChanges(), segment, missing);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ClipRefusedException(FailureCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    private static EncodeSettings settings(VideoEncoding asked) {
        @Nullable String codec = asked.getCodec();
        return EncodeSettings.defaults()
                .withCodec(codec == null ? null : VideoCodec.byName(codec))
                .withQuality(asked.getQuality())
                .withPixelFormat(asked.getPixelFormat());
    }
}
