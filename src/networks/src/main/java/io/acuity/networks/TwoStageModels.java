package io.acuity.networks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.Sha256;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.frame.Enlargement;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.MaskRule;
import io.acuity.diffusion.frame.OnePassFrameModel;
import io.acuity.diffusion.frame.ShiftFrameModel;
import io.acuity.diffusion.frame.TwoStageFrameModel;
import io.acuity.networks.residualshift.FrameDenoiser;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bundles of two stages: a regression network that cleans, and diffusion that refines. Such a bundle holds the
 * descriptions of both ({@code first} and {@code second} under {@code wholeImage.network}, their checkpoints named
 * there) and the weights of both ({@code first.} and {@code second.} before their names), so that one hash covers them and
 * it travels, is rolled out and pinned as one checkpoint.
 */
public final class TwoStageModels {
    /** What {@code model.json} calls such a system. */
    static final String SYSTEM = "two-stage";

    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final String SAMPLE_STEPS = "sample_steps";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tensors of the trunk's width that are alive at once in a residual network. */
    private static final int LIVE_MAPS = 8;

    private TwoStageModels() {}

    /**
     * Joins two bundles.
     *
     * @param name of the bundle of both
     * @param first of a regression network
     * @param second of a model on whole images that refines, or of a residual-shift network
     * @param steps that are sampled unless others are asked for; 0 for as many as the second takes by itself
     * @throws IllegalArgumentException if they are of other systems, or of different scales
     */
    public static ModelBundle join(String name, ModelBundle first, ModelBundle second, int steps) {
        ModelDescription cleaning = first.description();
        ModelDescription refining = second.description();
        requireStages(cleaning, refining);
        if (steps < 0 || steps > refining.mostSteps()) {
            throw new IllegalArgumentException("The second stage " + refining.name() + " has 1 to "
                    + refining.mostSteps() + " steps, not " + steps + "; leave the steps out for its own.");
        }
        ObjectNode network = JsonNodeFactory.instance.objectNode();
        network.set(FIRST, JSON.valueToTree(cleaning));
        network.set(SECOND, JSON.valueToTree(refining));
        ObjectNode process = JsonNodeFactory.instance.objectNode();
        process.put("n_timestep", refining.mostSteps());
        if (steps > 0) {
            process.put(SAMPLE_STEPS, steps);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        addTo(tensors, FIRST + ".", first);
        addTo(tensors, SECOND + ".", second);
        Safetensors weights = new Safetensors(tensors, Map.of("format", "pt"));
        return new ModelBundle(
                new ModelDescription(
                        name,
                        SYSTEM,
                        refining.scale(),
                        new ModelDescription.Network(SYSTEM, 0, 0, 0, null),
                        refining.process(),
                        new ModelDescription.Weights(
                                Sha256.of(weights.encode()),
                                cleaning.weights().parameters()
                                        + refining.weights().parameters()),
                        null,
                        null,
                        null,
                        new ModelDescription.WholeImage(network, process, null)),
                weights);
    }

    private static void requireStages(ModelDescription first, ModelDescription second) {
        if (!RegressionModels.describes(first)) {
            throw new IllegalArgumentException("The first stage " + first.name() + " is of the system " + first.system()
                    + ", which does not clean in one pass; take one of " + RegressionModels.systems() + ".");
        }
        if (!isRefining(second)) {
            throw new IllegalArgumentException("The second stage " + second.name() + " is of the system "
                    + second.system() + ", which cannot refine what another made; take a model on a residual-shift or"
                    + " Gaussian chain.");
        }
        if (first.scale() != second.scale()) {
            throw new IllegalArgumentException("The first stage " + first.name() + " enlarges by " + first.scale()
                    + ", but the second, " + second.name() + ", by " + second.scale()
                    + "; take a first stage of scale " + second.scale() + ".");
        }
    }

    private static boolean isRefining(ModelDescription second) {
        boolean whole = second.wholeImage() != null;
        boolean alone = SYSTEM.equals(second.system()) || RegressionModels.describes(second);
        return Models.SYSTEM.equals(second.system()) || (whole && !alone);
    }

    private static void addTo(Map<String, Tensor> all, String prefix, ModelBundle stage) {
        stage.weights()
                .tensors()
                .forEach((name, tensor) -> all.put(
                        prefix + name, new Tensor(prefix + name, tensor.type(), tensor.shape(), tensor.data())));
    }

    /**
     * Loads both stages.
     *
     * @throws IllegalArgumentException if they do not fit each other
     * @throws io.acuity.checkpoints.CorruptCheckpointException if one of them cannot be used
     */
    static FrameModel load(ModelBundle bundle, ModelDescription.WholeImage whole, Precision precision) {
        ModelBundle first = stage(bundle, whole, FIRST);
        ModelBundle second = stage(bundle, whole, SECOND);
        requireStages(first.description(), second.description());
        ModelDescription.@Nullable WholeImage cleaning = first.description().wholeImage();
        if (cleaning == null) {
            throw new IllegalArgumentException("its first stage says nothing of its network.");
        }
        OnePassFrameModel cleaner = RegressionModels.load(first, cleaning, precision);
        FrameModel refiner;
        try {
            refiner = refiner(second, precision);
        } catch (RuntimeException e) {
            cleaner.close();
            throw e;
        }
        return TwoStageFrameModel.of(
                cleaner, refiner, whole.process().path(SAMPLE_STEPS).asInt(refiner.steps()));
    }

    private static FrameModel refiner(ModelBundle second, Precision precision) {
        if (!Models.SYSTEM.equals(second.description().system())) {
            return WholeImageModels.load(second, precision);
        }
        LoadedModel loaded = Models.load(second, precision);
        long bytesPerPixel = (long) LIVE_MAPS
                * Float.BYTES
                * Math.max(
                        second.description().network().width(),
                        loaded.denoiser().channels());
        return new ShiftFrameModel(new ShiftFrameModel.Parts(
                loaded.scale(),
                new FrameDenoiser(loaded.denoiser(), bytesPerPixel),
                new PixelUnshuffle(loaded.scale()),
                loaded.process(),
                Enlargement.MATLAB_BICUBIC,
                new FramePadding(1),
                RegressionModels.chop(JsonNodeFactory.instance.objectNode()),
                MaskRule.UNTRAINED));
    }

    /** A stage as the bundle that it was. */
    private static ModelBundle stage(ModelBundle bundle, ModelDescription.WholeImage whole, String which) {
        String prefix = which + ".";
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        bundle.weights().tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                String own = name.substring(prefix.length());
                tensors.put(own, new Tensor(own, tensor.type(), tensor.shape(), tensor.data()));
            }
        });
        return new ModelBundle(
                description(whole.network().path(which), which), new Safetensors(tensors, Map.of("format", "pt")));
    }

    private static ModelDescription description(JsonNode node, String which) {
        try {
            ModelDescription description = JSON.treeToValue(node, ModelDescription.class);
            if (description != null) {
                return description;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "its " + which + " stage is described in a way that cannot be read; join the stages again.", e);
        }
        throw new IllegalArgumentException("it has no " + which + " stage; join the stages again.");
    }
}
