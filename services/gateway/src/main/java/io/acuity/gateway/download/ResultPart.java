package io.acuity.gateway.download;

import io.acuity.events.UpscaleResult;
import org.jspecify.annotations.Nullable;

/** The pictures a result can have. */
public enum ResultPart {
    /** What was asked for. */
    OUTPUT(""),
    /** An attention map in colours over its picture. */
    OVERLAY("-overlay");

    private final String suffix;

    ResultPart(String suffix) {
        this.suffix = suffix;
    }

    /** What its file name has after the job's id. */
    String suffix() {
        return suffix;
    }

    @Nullable
    Object payload(UpscaleResult result) {
        return switch (this) {
            case OUTPUT -> result.getOutput();
            case OVERLAY -> result.getOverlay();
        };
    }
}
