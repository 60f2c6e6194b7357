package io.acuity.cli.video;

import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.pipeline.MissingFrameException;
import io.acuity.video.ClipException;

/** Turns what ends a clip into a sentence and an exit status. */
final class ClipFailures {
    private ClipFailures() {}

    static CommandException of(Exception failure) {
        return switch (failure) {
            case ClipException clip -> new CommandException(status(clip), String.valueOf(clip.getMessage()), clip);
            case MissingFrameException missing ->
                new CommandException(ExitCode.FAILED, String.valueOf(missing.getMessage()), missing);
            default -> ServiceFailures.of(failure);
        };
    }

    private static ExitCode status(ClipException failure) {
        return switch (failure.reason()) {
            case NO_ENCODER, CONTAINER_CANNOT_HOLD -> ExitCode.USAGE;
            case NOT_A_CLIP,
                    NO_VIDEO,
                    NO_FRAMES,
                    TRUNCATED,
                    UNKNOWN_CODEC,
                    UNSUPPORTED,
                    TOO_LARGE,
                    DISK_FULL,
                    NO_ACCESS,
                    BROKEN_FRAME,
                    INTERNAL -> ExitCode.FAILED;
        };
    }

    /** Whether the same command would end the same way, so that nothing need be kept for it. */
    static boolean isTheSources(ClipException failure) {
        return switch (failure.reason()) {
            case NOT_A_CLIP, NO_VIDEO, NO_FRAMES, TRUNCATED, UNKNOWN_CODEC, UNSUPPORTED, TOO_LARGE -> true;
            case NO_ENCODER, CONTAINER_CANNOT_HOLD, DISK_FULL, NO_ACCESS, BROKEN_FRAME, INTERNAL -> false;
        };
    }
}
