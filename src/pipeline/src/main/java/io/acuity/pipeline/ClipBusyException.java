package io.acuity.pipeline;

import java.nio.file.Path;

/** Another process, or another thread of this one, works on the same clip. */
public final class ClipBusyException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ClipBusyException(Path target) {
        super("Another command is writing " + target + " right now; wait for it, or choose another name.");
    }
}
