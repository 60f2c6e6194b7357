package io.acuity.training.data;

import java.io.IOException;

/** A folder that should hold images is not there, or holds none. The message is one sentence for the person who named it. */
public final class NoImagesException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with its sentence. */
    public NoImagesException(String message) {
        super(message);
    }
}
