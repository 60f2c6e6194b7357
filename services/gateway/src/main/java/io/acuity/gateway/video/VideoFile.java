package io.acuity.gateway.video;

import io.acuity.events.BlobReference;
import io.acuity.events.VideoView;
import org.jspecify.annotations.Nullable;

/** The files a finished clip can have. */
public enum VideoFile {
    /** The clip itself. */
    RESULT("/result", ""),
    /** A picture of some frames, before beside after. */
    CONTACT_SHEET("/contact-sheet", "contactSheet"),
    /** A clip of twice the width, before beside after. */
    SIDE_BY_SIDE("/side-by-side", "sideBySide");

    private final String path;
    private final String option;

    VideoFile(String path, String option) {
        this.path = path;
        this.option = option;
    }

    /** Where it is, behind the clip's own address. */
    String path() {
        return path;
    }

    /** The option by which it is made; empty where it always is. */
    String option() {
        return option;
    }

    @Nullable
    BlobReference of(VideoView view) {
        return switch (this) {
            case RESULT -> view.getResult();
            case CONTACT_SHEET -> view.getContactSheet();
            case SIDE_BY_SIDE -> view.getSideBySide();
        };
    }

    /** Its name for people. */
    String name(VideoView view) {
        String result = view.getResultName() == null ? view.getVideoId() : view.getResultName();
        int point = result.lastIndexOf('.');
        String stem = point < 0 ? result : result.substring(0, point);
        String ending = point < 0 ? "" : result.substring(point);
        return switch (this) {
            case RESULT -> result;
            case CONTACT_SHEET -> stem + "-contact-sheet.png";
            case SIDE_BY_SIDE -> stem + "-side-by-side" + ending;
        };
    }
}
