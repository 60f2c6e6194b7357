package io.acuity.training.benchmark;

import io.acuity.imaging.degrade.BlindDegradation;
import io.acuity.imaging.degrade.BlindSettings;
import io.acuity.networks.graph.ScalarType;
import io.acuity.training.TrainingPlan;
import io.acuity.training.data.DegradedPatches;
import io.acuity.training.data.ImageStore;
import io.acuity.training.data.PatchBatch;
import io.acuity.training.data.PatchPlan;
import io.acuity.training.data.PatchSource;
import io.acuity.training.data.SampleManifest;
import io.acuity.training.data.StoredPatches;
import io.acuity.training.loop.OptimizerSettings;
import io.acuity.training.loop.RateSchedule;
import io.acuity.training.loop.TrainingLoop;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.loop.TrainingTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps of the trainer side by side with bare ones, in turns, so that a noisy machine is noisy for all. Owned by the calling
 * thread, which becomes the device thread.
 */
public final class TrainingBenchmark {
    /** The bare step in fp32. */
    public static final String BARE_FP32 = "bareFp32";

    /** The bare step with bf16 inside the program, where the machine has it; otherwise fp32 again. */
    public static final String BARE_MIXED = "bareMixed";

    /** The trainer's step, LR images by bicubic, mixed precision. */
    public static final String BICUBIC = "trainerBicubic";

    /** The trainer's step, LR images by the blind chain, mixed precision. */
    public static final String BLIND = "trainerBlind";

    private static final int WARM_UP = 1;

    private final TrainingPlan plan;
    private final PatchPlan patches;
    private final ImageStore images;
    private final SampleManifest manifest;
    private final Path folder;

    /**
     * Prepares a benchmark.
     *
     * @param images hold what {@code manifest} names
     * @param folder for the trainer's state
     */
    public TrainingBenchmark(
            TrainingPlan plan, PatchPlan patches, ImageStore images, SampleManifest manifest, Path folder) {
        this.plan = plan;
        this.patches = patches;
        this.images = images;
        this.manifest = manifest;
        this.folder = folder;
    }

    /** One thing that is measured: makes some steps. */
    @FunctionalInterface
    private interface Candidate {
        void steps(int count) throws IOException;
    }

    /**
     * Measures.
     *
     * @param mixed the type of mixed precision
     * @param rounds turns of each candidate
     * @param steps steps a turn
     * @return by candidate, milliseconds a step in each round
     * @throws IOException if images cannot be read
     */
    public Map<String, List<Double>> run(ScalarType mixed, int rounds, int steps) throws IOException {
        int all = (rounds + WARM_UP) * steps;
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        try (TrainingTask fp32 = plan.open(patches.side(), ScalarType.FLOAT32);
                TrainingTask low = plan.open(patches.side(), mixed);
                PatchSource bicubic = new StoredPatches(images, manifest, patches);
                PatchSource blind = blind();
                BareTraining bareFp32 = new BareTraining(fp32, first(bicubic));
                BareTraining bareMixed = new BareTraining(low, first(bicubic));
                TrainingLoop onBicubic = loop(low, mixed, all, "bicubic");
                TrainingLoop onBlind = loop(low, mixed, all, "blind")) {
            candidates.put(BARE_FP32, count -> repeat(bareFp32, count));
            candidates.put(BARE_MIXED, count -> repeat(bareMixed, count));
            candidates.put(BICUBIC, count -> go(onBicubic, bicubic, count));
            candidates.put(BLIND, count -> go(onBlind, blind, count));
            return measured(candidates, rounds, steps);
        }
    }

    private PatchBatch first(PatchSource source) {
        PatchBatch batch = PatchBatch.allocate(patches.count(), patches.side(), source.scale());
        source.draw(batch, 0, 0);
        return batch;
    }

    private static Map<String, List<Double>> measured(Map<String, Candidate> candidates, int rounds, int steps)
            throws IOException {
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, Candidate> candidate : candidates.entrySet()) {
                long start = System.nanoTime();
                candidate.getValue().steps(steps);
                double perStep = (System.nanoTime() - start) / 1e6 / steps;
                if (round >= 0) {
                    millis.computeIfAbsent(candidate.getKey(), name -> new ArrayList<>())
                            .add(perStep);
                }
            }
        }
        return millis;
    }

    private PatchSource blind() {
        return new DegradedPatches(
                images,
                manifest,
                patches,
                new BlindDegradation(BlindSettings.REAL_ESRGAN, TrainingPlan.SCALE),
                DegradedPatches.Pool.forBatch(patches.count()));
    }

    private TrainingLoop loop(TrainingTask task, ScalarType type, int steps, String name) throws IOException {
        TrainingSettings settings = new TrainingSettings(
                steps,
                patches.count(),
                patches.side(),
                new RateSchedule(1e-4, 0, RateSchedule.Decay.CONSTANT),
                OptimizerSettings.DEFAULT,
                patches.seed(),
                type);
        return new TrainingLoop(settings, task, null, folder.resolve(name + ".safetensors"), Map.of());
    }

    private static void repeat(BareTraining bare, int count) {
        for (int i = 0; i < count; i++) {
            bare.step();
        }
    }

    private static void go(TrainingLoop loop, PatchSource source, int count) throws IOException {
        loop.run(source, loop.step() + count, (step, loss, rate) -> {});
    }
}
