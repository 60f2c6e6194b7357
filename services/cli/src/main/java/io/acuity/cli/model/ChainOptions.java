package io.acuity.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The chain that imported weights are used on, where it is not the published one. */
final class ChainOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "Steps the weights were trained with (default: as their file or its name says; published: SR3 "
                            + "2000, ResShift 15 or 4, DeltaDiff 4).")
    private @Nullable Integer steps;

    @Option(
            names = "--sample-steps",
            paramLabel = "N",
            description = "sr3: steps a job takes unless it asks for others (default: all).")
    private @Nullable Integer sampleSteps;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "sr3: linear, quad, warmup10, warmup50, const, jsd or cosine (default: as the file says, or "
                    + "linear).")
    private @Nullable String schedule;

    @Option(names = "--rate-start", paramLabel = "B", description = "sr3: beta of the first step (published: 1e-6).")
    private @Nullable Double rateStart;

    @Option(names = "--rate-end", paramLabel = "B", description = "sr3: beta of the last step (published: 1e-2).")
    private @Nullable Double rateEnd;

    @Option(
            names = "--fewer-steps",
            paramLabel = "HOW",
            description =
                    "sr3, how jobs take fewer steps than were trained: ${COMPLETION-CANDIDATES}. spaced visits some "
                            + "of the trained steps from first to last, strided some at a whole stride, rescaled takes larger ones "
                            + "(default: spaced).")
    private @Nullable Shortening fewerSteps;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = "sr3: ${COMPLETION-CANDIDATES} (deterministic, strided) (default: ancestral).")
    private @Nullable Sampler sampler;

    @Option(names = "--eta", paramLabel = "E", description = "sr3, ddim: share of fresh noise, 0 to 1 (default: 0).")
    private @Nullable Double eta;

    @Option(names = "--kappa", paramLabel = "K", description = "resshift: strength of the noise (published: 2).")
    private @Nullable Double kappa;

    @Option(
            names = "--min-noise-level",
            paramLabel = "L",
            description = "resshift, deltadiff: where the schedule begins (published: 0.04 of 15 steps, 0.2 of 4; "
                    + "deltadiff 0.01).")
    private @Nullable Double minNoiseLevel;

    @Option(
            names = "--bicubic",
            paramLabel = "NAME",
            description =
                    "How the LR image is enlarged: matlab, matlab-256 (its 8-bit values divided by 256, as SRDiff's "
                            + "code does), pytorch or pillow (default: as published).")
    private @Nullable String bicubic;

    @Option(
            names = "--chop-size",
            paramLabel = "N",
            description = "Larger images are cut into patches of N LR pixels a side that overlap by an eighth, and "
                    + "averaged; 0: never (default: resshift 256, sr3 512 divided by the scale).")
    private @Nullable Integer chopSize;

    @Option(
            names = "--low-res-noise",
            paramLabel = "NAME",
            description = "Under masks, the state of what waits: marginal, step or step-beta (default: marginal).")
    private @Nullable String lowResNoise;

    @Option(
            names = "--masked-input",
            description = "Under masks, the network sees zeros where it does not refine; for weights trained so.")
    private boolean maskedInput;

    /** How fewer steps are taken. */
    enum Shortening {
        SPACED,
        STRIDED,
        RESCALED
    }

    /** How steps are taken. */
    enum Sampler {
        ANCESTRAL,
        DDIM
    }

    /** Sets what was given, under its published keys. */
    void addTo(ObjectNode process, boolean gaussian) {
        put(process, gaussian ? "n_timestep" : "steps", steps);
        put(process, "sample_steps", sampleSteps);
        put(process, "schedule", schedule);
        put(process, "linear_start", rateStart);
        put(process, "linear_end", rateEnd);
        put(process, "fewer_steps", lower(fewerSteps));
        put(process, "sampler", lower(sampler));
        put(process, "eta", eta);
        put(process, "kappa", kappa);
        put(process, "min_noise_level", minNoiseLevel);
        put(process, "bicubic", bicubic);
        put(process, "chop_size", chopSize);
        put(process, "low_res_noise", lowResNoise);
        if (maskedInput) {
            process.put("masked_input", true);
        }
    }

    private static void put(ObjectNode process, String key, @Nullable Object value) {
        if (value != null) {
            process.set(key, JSON.valueToTree(value));
        }
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT);
    }
}
