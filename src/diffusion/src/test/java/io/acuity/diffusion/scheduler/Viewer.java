package io.acuity.diffusion.scheduler;

import io.acuity.diffusion.preview.Preview;
import io.acuity.diffusion.preview.PreviewListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who wants to see every step of a job. */
public final class Viewer implements ProgressListener, PreviewListener {
    private final List<Preview> shown = new CopyOnWriteArrayList<>();

    /** What was shown, in order. */
    public List<Preview> shown() {
        return shown;
    }

    @Override
    public void progressed(long done, long total) {}

    @Override
    public PreviewListener previews() {
        return this;
    }

    @Override
    public boolean wants(long tilesDone, long tilesTotal) {
        return tilesDone > 0;
    }

    @Override
    public void show(Preview preview) {
        shown.add(preview);
    }
}
