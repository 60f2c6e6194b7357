package io.acuity.diffusion.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The call of residual-shift jobs: LR image and state in, the state a step back out. */
final class ShiftCall implements NetworkCall<PatchStep> {
    private final BatchBuffers buffers = new BatchBuffers();
    private final PatchReader reader;
    private final PatchWriter writer;
    private BatchBuffers.@Nullable Views views;

    ShiftCall(PlaneScratch scratch) {
        this.reader = new PatchReader(scratch);
        this.writer = new PatchWriter(scratch);
    }

    @Override
    public void predict(List<PatchStep> batch) {
        BatchBuffers.Views filled = buffers.views(batch.size(), batch.get(0));
        for (int n = 0; n < batch.size(); n++) {
            reader.read(batch.get(n), n, filled);
        }
        batch.get(0).job().spec().denoiser().predict(filled.batch(batch), filled.prediction());
        views = filled;
    }

    @Override
    public boolean write(PatchStep step, int n) {
        if (views == null) {
            throw new IllegalStateException("A prediction was to be written before one was made.");
        }
        return writer.write(step, n, views);
    }
}
