package io.acuity.worker.model;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.worker.upscale.ShiftModel;
import io.acuity.worker.upscale.UpscaleModel;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Checkpoints without weights, and a slot for them; who was released, and how often, is written down. */
public final class ScriptedModels {
    private final List<String> released = Collections.synchronizedList(new ArrayList<>());

    /** A slot whose own checkpoint is that of the shipped model. */
    public ModelSlot slot(Duration patience) {
        ModelBundle own = BundleCatalog.find(BundleCatalog.DEFAULT_MODEL);
        return new ModelSlot(
                new ModelSlot.Origin(BundleCatalog.DEFAULT_MODEL, patience),
                own,
                bundle -> CompletableFuture.completedFuture(resident(bundle.checkpointId())));
    }

    /** A checkpoint held by the caller. */
    public ResidentModel resident(String checkpoint) {
        return new ResidentModel(model(checkpoint), resident -> released.add(resident.checkpoint()));
    }

    /** Checkpoints released so far, in order. */
    public List<String> released() {
        return List.copyOf(released);
    }

    private static UpscaleModel model(String checkpoint) {
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.of(new double[] {1.0}, 0), Target.CLEAN);
        return new ShiftModel(BundleCatalog.DEFAULT_MODEL, checkpoint, "0".repeat(64), 4, new Idle(), process);
    }

    private static final class Idle implements Denoiser {
        @Override
        public int channels() {
            return 48;
        }

        @Override
        public int radius() {
            return 0;
        }

        @Override
        public void predict(TileBatch batch, FloatBuffer prediction) {
            throw new IllegalStateException("A scripted checkpoint is not run.");
        }

        @Override
        public void close() {}
    }
}
