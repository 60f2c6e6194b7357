package io.acuity.training.objective;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.networks.graph.ScalarType;
import io.acuity.training.Sr3Plan;
import io.acuity.training.TrainingPlan;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.data.PatchSource;
import io.acuity.training.data.StoredImages;
import io.acuity.training.data.StoredPatches;
import io.acuity.training.loop.OptimizerSettings;
import io.acuity.training.loop.RateSchedule;
import io.acuity.training.loop.TrainingListener;
import io.acuity.training.loop.TrainingLoop;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.loop.TrainingState;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.sr3.Sr3Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tiny networks trained on drawn images: frames of 32 pixels, a chain of 25 steps. */
public final class Sr3Fixture {
    /** LR side of a patch. */
    public static final int PATCH = 8;

    static final int BATCH = 2;
    private static final Sr3Choices.Network TINY =
            new Sr3Choices.Network(List.of(1, 2), List.of(0), null, null, null, null, null);
    private static final Sr3Choices.Mask NO_MASK = new Sr3Choices.Mask(null, null, null, null);

    private final Path folder;
    private final StoredImages images;

    /** Draws the images. */
    public Sr3Fixture(Path folder) {
        this.folder = folder;
        this.images = new StoredImages(folder, 4, 96);
    }

    /** A plan with an objective. */
    public static Sr3Plan plan(Sr3Choices.Objective objective) {
        return plan(objective, NO_MASK);
    }

    static Sr3Plan plan(Sr3Choices.Objective objective, Sr3Choices.Mask mask) {
        Sr3Choices.Chain chain = new Sr3Choices.Chain("linear", null, null, null);
        return new Sr3Plan(8, 1, 25, new Sr3Choices(null, chain, objective, TINY, mask), null);
    }

    static Sr3Task task(Sr3Plan plan) {
        return (Sr3Task) plan.open(PATCH, ScalarType.FLOAT32);
    }

    PatchBatch batch(long step) throws IOException {
        PatchBatch batch = PatchBatch.allocate(BATCH, PATCH, 4);
        try (PatchSource source = source()) {
            source.draw(batch, step, 0);
        }
        return batch;
    }

    TrainingState train(TrainingPlan plan, int until, @Nullable TrainingState from, TrainingListener listener)
            throws IOException {
        try (TrainingTask task = plan.open(PATCH, ScalarType.FLOAT32);
                TrainingLoop loop = new TrainingLoop(settings(), task, from, folder.resolve("state"), Map.of());
                PatchSource source = source()) {
            loop.run(source, until, listener);
            return loop.state();
        }
    }

    /** A bundle after some steps. */
    public ModelBundle bundle(TrainingPlan plan, int steps) throws IOException {
        try (TrainingTask task = plan.open(PATCH, ScalarType.FLOAT32);
                TrainingLoop loop = new TrainingLoop(settings(), task, null, folder.resolve("state"), Map.of());
                PatchSource source = source()) {
            loop.run(source, steps, (step, loss, rate) -> {});
            Safetensors weights = loop.averagedWeights();
            ModelDescription.Weights identity = new ModelDescription.Weights(Sha256.of(weights.encode()), 1);
            return new ModelBundle(task.describe("tiny", identity, JsonNodeFactory.instance.objectNode()), weights);
        }
    }

    private static TrainingSettings settings() {
        return new TrainingSettings(
                60,
                BATCH,
                PATCH,
                new RateSchedule(3e-3, 5, RateSchedule.Decay.COSINE),
                new OptimizerSettings(OptimizerSettings.Kind.ADAMW, 0.9, 0.999, 0, 0.9, 1),
                1,
                ScalarType.FLOAT32);
    }

    private PatchSource source() throws IOException {
        return new StoredPatches(images.store(Long.MAX_VALUE), images.manifest(), new PatchPlan(BATCH, PATCH, 1));
    }
}
