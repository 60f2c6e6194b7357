package io.acuity.gateway.video;

import io.acuity.events.ChangeOptions;
import io.acuity.events.Recipe;
import io.acuity.events.VideoEncoding;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.upload.GivenOptions;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.OfferedModel;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to make of a clip. Which encoders there are the assemblers know; a clip that names another fails.
 *
 * @param fileName what its owner calls it, or null
 * @param recipe of its frames
 * @param changes which tiles may keep an earlier result
 * @param encoding of the result
 * @param frameLimit how many frames, or null for all
 * @param contactSheet whether a picture of some frames is wanted
 * @param sideBySide whether a clip of before beside after is wanted
 * @param repeatMissing whether a frame without a result shows the one before it, or the clip fails
 */
record VideoOptions(
        @Nullable String fileName,
        Recipe recipe,
        ChangeOptions changes,
        VideoEncoding encoding,
        @Nullable Long frameLimit,
        boolean contactSheet,
        boolean sideBySide,
        boolean repeatMissing) {

    private static final Set<String> NAMES = Set.of(
            "fileName",
            "model",
            "scale",
            "steps",
            "seed",
            "limitFrames",
            "codec",
            "quality",
            "pixelFormat",
            "container",
            "changes",
            "threshold",
            "refresh",
            "contactSheet",
            "sideBySide",
            "missing");
    private static final List<String> CONTAINERS = List.of("mp4", "mov", "mkv", "webm");
    private static final Pattern FFMPEG_NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int DEFAULT_QUALITY = 80;
    private static final double MOST_LEVELS = 255;
    private static final int LONGEST_NAME = 200;

    /** Reads options; a {@link RefusedException} names the one that does not fit. */
    static VideoOptions read(MultiMap given, Offer offer) {
        GivenOptions options = new GivenOptions(given, NAMES);
        OfferedModel model = options.model(offer);
        Recipe recipe = Recipe.newBuilder()
                .setModel(model.name())
                .setScale(options.scale(offer, model))
                .setSteps(options.steps())
                .setSeed(options.seed())
                .build();
        Long limit = options.text("limitFrames") == null
                ? null
                : (Long) options.number("limitFrames", 1, Integer.MAX_VALUE, 1);
        return new VideoOptions(
                name(options.text("fileName")),
                recipe,
                changes(options),
                encoding(options),
                limit,
                options.flag("contactSheet", false),
                options.flag("sideBySide", false),
                repeatMissing(options.text("missing")));
    }

    /** The same under the name that the file itself came with, unless another was given. */
    VideoOptions named(@Nullable String file) {
        return fileName != null || file == null || file.isBlank()
                ? this
                : new VideoOptions(
                        name(file), recipe, changes, encoding, frameLimit, contactSheet, sideBySide, repeatMissing);
    }

    private static boolean repeatMissing(@Nullable String text) {
        return switch (text == null ? "fail" : text.strip().toLowerCase(Locale.ROOT)) {
            case "fail" -> false;
            case "repeat" -> true;
            default ->
                throw new RefusedException(
                        new Refusal.InvalidRequest("The option 'missing' must be fail or repeat, not '"
                                + GivenOptions.shortened(String.valueOf(text)) + "'."));
        };
    }

    private static @Nullable String name(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        // Some browsers send a path.
        String last = given.strip().replaceAll("(?s)^.*[\\\\/]", "").replaceAll("\\p{Cntrl}", "_");
        return last.isEmpty() ? null : last.substring(Math.max(0, last.length() - LONGEST_NAME));
    }

    private static ChangeOptions changes(GivenOptions options) {
        Integer refresh = options.text("refresh") == null
                ? null
                : (Integer) (int) options.number("refresh", 1, Integer.MAX_VALUE, 1);
        return ChangeOptions.newBuilder()
                .setEnabled(options.flag("changes", true))
                .setThreshold(threshold(options.text("threshold")))
                .setRefresh(refresh)
                .build();
    }

    private static @Nullable Double threshold(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            double levels = Double.parseDouble(text.strip());
            if (levels >= 0 && levels <= MOST_LEVELS) {
                return levels;
            }
        } catch (NumberFormatException e) {
            throw new RefusedException(notLevels(text), e);
        }
        throw new RefusedException(notLevels(text));
    }

    private static Refusal notLevels(String text) {
        return new Refusal.InvalidRequest("The option 'threshold' must be a number of grey levels from 0 to 255, not '"
                + GivenOptions.shortened(text) + "'.");
    }

    private static VideoEncoding encoding(GivenOptions options) {
        String container = options.text("container") == null
                ? "mp4"
                : String.valueOf(options.text("container")).strip().toLowerCase(Locale.ROOT);
        if (!CONTAINERS.contains(container)) {
            throw new RefusedException(new Refusal.InvalidRequest("The option 'container' must be one of "
                    + String.join(", ", CONTAINERS) + ", not '" + GivenOptions.shortened(container) + "'."));
        }
        return VideoEncoding.newBuilder()
                .setContainer(container)
                .setCodec(ffmpegName("codec", options))
                .setQuality((int) options.number("quality", 1, 100, DEFAULT_QUALITY))
                .setPixelFormat(ffmpegName("pixelFormat", options))
                .build();
    }

    private static @Nullable String ffmpegName(String option, GivenOptions options) {
        String name = options.text(option);
        if (name != null && !FFMPEG_NAME.matcher(name).matches()) {
            throw new RefusedException(new Refusal.InvalidRequest("The option '" + option
                    + "' must be a name that FFmpeg knows, such as "
                    + (option.equals("codec") ? "libopenh264" : "yuv420p") + ", not '" + GivenOptions.shortened(name)
                    + "'."));
        }
        return name;
    }
}
