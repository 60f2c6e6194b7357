package io.acuity.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.training.data.TrainingSet;
import io.acuity.training.loop.TrainingListener;
import io.acuity.training.loop.TrainingLoop;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.loop.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Trains a model from images to a bundle, writing the bundle anew at intervals so that a crash costs little. */
public final class TrainingRun {
    private static final int STEPS_BETWEEN_BUNDLES = 1000;

    private final TrainingSettings settings;
    private final TrainingTask task;
    private final TrainingSet images;
    private final Path out;

    /**
     * Prepares a run.
     *
     * @param task what is trained; stays the caller's
     * @param out folder of the bundle, made if needed
     */
    public TrainingRun(TrainingSettings settings, TrainingTask task, TrainingSet images, Path out) {
        this.settings = settings;
        this.task = task;
        this.images = images;
        this.out = out;
    }

    /**
     * Trains to the end. Native memory is released before it returns.
     *
     * @return the bundle as written
     * @throws IOException if the bundle cannot be written
     */
    public ModelBundle execute(TrainingListener listener) throws IOException {
        long start = System.nanoTime();
        try (TrainingLoop loop = new TrainingLoop(settings, task, images)) {
            loop.run((step, loss) -> {
                listener.onStep(step, loss);
                if (step % STEPS_BETWEEN_BUNDLES == 0 && step < settings.steps()) {
                    write(loop, step, start);
                }
            });
            return write(loop, settings.steps(), start);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ModelBundle write(TrainingLoop loop, int step, long start) {
        Safetensors weights = loop.averagedWeights();
        ModelBundle bundle =
                new ModelBundle(describe(weights, step, Duration.ofNanos(System.nanoTime() - start)), weights);
        try {
            bundle.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The checkpoint could not be written to " + out + "; check that the folder is writable.", e);
        }
        return bundle;
    }

    private ModelDescription describe(Safetensors weights, int step, Duration time) {
        long parameters = weights.tensors().values().stream()
                .mapToLong(TrainingRun::elements)
                .sum();
        return task.describe(
                settings.name(),
                new ModelDescription.Weights(Sha256.of(weights.encode()), parameters),
                training(step, time));
    }

    private ObjectNode training(int step, Duration time) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("steps", step)
                .put("images", images.size())
                .put("batch", settings.batch())
                .put("patch", settings.side() * images.scale())
                .put("rate", settings.rate())
                .put("seed", settings.seed())
                .put("computeType", settings.computeType().name())
                .put("seconds", time.toSeconds());
    }

    private static long elements(Tensor tensor) {
        return tensor.shape().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    /** Same bundle with measured quality written into its description. */
    public static ModelBundle rewriteWithMetrics(ModelBundle bundle, Map<String, Double> metrics, Path out)
            throws IOException {
        ModelBundle measured = new ModelBundle(bundle.description().withMetrics(metrics), bundle.weights());
        measured.write(out);
        return measured;
    }
}
