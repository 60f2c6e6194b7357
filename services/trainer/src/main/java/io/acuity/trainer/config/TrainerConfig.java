package io.acuity.trainer.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.acuity.networks.Precision;
import io.acuity.streaming.KafkaSettings;
import io.acuity.trainer.TrainerSettings;
import io.acuity.training.PlanChoices;
import io.acuity.training.TrainingPlan;
import io.acuity.training.idm.IdmChoices;
import io.acuity.training.loop.OptimizerSettings;
import io.acuity.training.loop.RateSchedule;
import io.acuity.training.loop.TrainingSettings;
import io.acuity.training.sr3.Sr3Choices;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trainer's YAML file. Only {@code kafka.bootstrap}, {@code blobs}, {@code folder}, {@code run} and {@code dataset} must
 * be there; the defaults of the rest are those of the shipped model.
 *
 * @param kafka the cluster
 * @param blobs store of samples and checkpoints
 * @param folder of decoded images, state and chart
 * @param run names the run; the same name goes on with it
 * @param dataset what is trained on
 * @param model name of the model that is made
 * @param degradation how LR images are made
 * @param storeGib most decoded images on disk
 * @param network what is trained
 * @param chain its chain
 * @param init a model to begin with
 * @param sr3 what SR3 and IDM have
 * @param idm what IDM alone has
 * @param training how long and how fast
 * @param checkpoints how often
 * @param metrics where Prometheus finds them
 */
public record TrainerConfig(
        @Nullable Cluster kafka,
        @Nullable URI blobs,
        @Nullable Path folder,
        @Nullable String run,
        @Nullable String dataset,
        @Nullable String model,
        TrainerSettings.@Nullable Degradation degradation,
        @Nullable Double storeGib,
        @Nullable Network network,
        PlanChoices.@Nullable Chain chain,
        @Nullable String init,
        @Nullable Sr3Choices sr3,
        @Nullable IdmChoices idm,
        @Nullable Training training,
        @Nullable Checkpoints checkpoints,
        @Nullable Metrics metrics) {
    private static final double STORE_GIB = 20;
    private static final double GIB = 1L << 30;
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** The cluster. */
    public record Cluster(
            @Nullable String bootstrap, @Nullable Map<String, String> properties) {

        /** Without the properties' values: they may hold passwords. */
        @Override
        public String toString() {
            return "Cluster[" + bootstrap + ", " + (properties == null ? "" : properties.keySet()) + "]";
        }
    }

    /** What is trained. */
    public record Network(
            TrainingPlan.@Nullable Family family,
            @Nullable Integer width,
            @Nullable Integer blocks,
            @Nullable Integer trunkBlocks) {}

    /** How long and how fast. */
    public record Training(
            @Nullable Integer steps,
            @Nullable Integer batch,
            @Nullable Integer patch,
            @Nullable Double rate,
            @Nullable Integer warmUp,
            RateSchedule.@Nullable Decay decay,
            OptimizerSettings.@Nullable Kind optimizer,
            @Nullable Double weightDecay,
            @Nullable Double averaging,
            @Nullable Double clipNorm,
            @Nullable Long seed,
            @Nullable Precision precision) {}

    /** When checkpoints are made. */
    public record Checkpoints(
            @Nullable Integer every, @Nullable Integer validationImages) {}

    /** Where Prometheus finds the metrics; none without a port. */
    public record Metrics(@Nullable String host, @Nullable Integer port) {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it cannot be read, or has a key or value that means nothing; says which
     */
    public static TrainerConfig read(Path file) {
        try {
            TrainerConfig config = YAML.readValue(Files.readAllBytes(file), TrainerConfig.class);
            if (config == null) {
                throw new IllegalArgumentException("The configuration " + file + " is empty.");
            }
            return config;
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "The configuration " + file + " has a key that is not known: " + e.getPathReference()
                            + "; known are " + e.getKnownPropertyIds() + ".",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The configuration " + file + " cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                    e);
        }
    }

    /** The settings it describes. */
    public TrainerSettings settings(String codeVersion) {
        TrainingPlan plan = choices().plan(steps());
        return new TrainerSettings(
                cluster(),
                required(blobs, "blobs", "file:///var/lib/acuity/blobs"),
                required(folder, "folder", "/var/lib/acuity/trainer"),
                new TrainerSettings.Run(
                        required(run, "run", "night-1"), or(model, plan.family().model()), codeVersion),
                plan,
                length(plan.family().usual()),
                new TrainerSettings.Images(
                        required(dataset, "dataset", "photos"),
                        or(degradation, TrainerSettings.Degradation.BICUBIC),
                        (long) (or(storeGib, STORE_GIB) * GIB)),
                new TrainerSettings.Checkpoints(
                        or(checkpoints == null ? null : checkpoints.every, TrainerDefaults.CHECKPOINT_EVERY),
                        or(
                                checkpoints == null ? null : checkpoints.validationImages,
                                TrainerDefaults.VALIDATION_IMAGES)));
    }

    private int steps() {
        return or(training == null ? null : training.steps, TrainerDefaults.STEPS);
    }

    private KafkaSettings cluster() {
        Cluster given = kafka == null ? new Cluster(null, null) : kafka;
        return new KafkaSettings(
                required(given.bootstrap, "kafka.bootstrap", "127.0.0.1:9092"), or(given.properties, Map.of()));
    }

    private PlanChoices choices() {
        Network given = network == null ? new Network(null, null, null, null) : network;
        return new PlanChoices(
                given.family,
                given.width,
                given.blocks,
                given.trunkBlocks,
                or(chain, PlanChoices.Chain.UNSAID),
                init,
                or(sr3, Sr3Choices.NONE),
                or(idm, IdmChoices.NONE));
    }

    private TrainingSettings length(TrainingPlan.Usual usually) {
        Training given = training == null
                ? new Training(null, null, null, null, null, null, null, null, null, null, null, null)
                : training;
        int steps = steps();
        OptimizerSettings usual = OptimizerSettings.DEFAULT;
        return new TrainingSettings(
                steps,
                or(given.batch, usually.batch()),
                or(given.patch, usually.patch()),
                new RateSchedule(
                        or(given.rate, usually.rate()),
                        or(given.warmUp, TrainerDefaults.warmUp(steps)),
                        or(given.decay, RateSchedule.Decay.COSINE)),
                new OptimizerSettings(
                        or(given.optimizer, usual.kind()),
                        usual.beta1(),
                        usual.beta2(),
                        or(given.weightDecay, usual.weightDecay()),
                        or(given.averaging, usual.averaging()),
                        or(given.clipNorm, usual.clipNorm())),
                or(given.seed, TrainerDefaults.SEED),
                or(given.precision, Precision.AUTO).scalarType());
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }

    private static <T> T required(@Nullable T given, String key, String example) {
        if (given == null) {
            throw new IllegalArgumentException(
                    "The trainer's configuration lacks " + key + "; for example " + key + ": " + example + ".");
        }
        return given;
    }
}
