package io.acuity.cli.bench.clip;

import io.acuity.cli.console.Console;
import io.acuity.pipeline.ClipProgress;
import io.acuity.pipeline.ClipWork;
import java.util.Locale;

/** Says now and then how far a clip is. */
final class ClipProgressLine implements ClipProgress {
    private static final double NANOS = 1e9;

    private final Console console;
    private final String what;
    private final int every;
    private final long start = System.nanoTime();

    ClipProgressLine(Console console, String what, int every) {
        this.console = console;
        this.what = what;
        this.every = every;
    }

    @Override
    public void arrived(long frames, ClipWork work) {
        if (frames % every == 0) {
            console.note(String.format(
                    Locale.ROOT, "%s: %d frames after %.0f s", what, frames, (System.nanoTime() - start) / NANOS));
        }
    }
}
