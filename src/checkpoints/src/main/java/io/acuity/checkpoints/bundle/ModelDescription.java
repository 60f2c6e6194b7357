package io.acuity.checkpoints.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code model.json}: what a bundle is, enough to build its program and its process.
 *
 * @param name the model's name, as requests ask for it
 * @param system the family: {@code residual-shift}, {@code masked-shift}, {@code resshift}, {@code deltadiff}, {@code sr3}, {@code srdiff},
 *     {@code idm}, {@code rlfn}, {@code rfdn}, {@code span}, {@code torchscript}, {@code torchscript-denoiser} or {@code two-stage}
 * @param scale magnification
 * @param network architecture and sizes
 * @param process the chain it was trained for
 * @param weights hash and size of weights.safetensors
 * @param training how it was made; for people
 * @param metrics measured quality; for people
 * @param licence licence of the weights
 * @param wholeImage the rest, for models that look at whole images; in these {@code network} gives sizes for people only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelDescription(
        String name,
        String system,
        int scale,
        Network network,
        Chain process,
        Weights weights,
        @Nullable JsonNode training,
        @Nullable Map<String, Double> metrics,
        @Nullable String licence,
        @Nullable WholeImage wholeImage) {

    /** Fails where one of the members is missing that every model has: JSON may leave out any. */
    public ModelDescription {
        require(name, "name");
        require(system, "system");
        require(network, "network");
        require(process, "process");
        require(weights, "weights");
    }

    private static void require(@Nullable Object member, String name) {
        if (member == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
    }

    /** T: the most steps a job can ask of this model. */
    public int mostSteps() {
        int spelledOut = process.etas().length;
        return wholeImage == null || spelledOut > 0
                ? spelledOut
                : wholeImage.process().path("n_timestep").asInt();
    }

    /**
     * What a model needs besides that looks at whole images, in the words of its published configuration.
     *
     * @param network parameters of the network
     * @param process what {@link Chain} does not tell of the process; all of it, where it is no residual shift
     * @param codec parameters of the autoencoder, whose weights have names that begin with {@code autoencoder.}; absent
     *     where there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WholeImage(
            JsonNode network, JsonNode process, @Nullable JsonNode codec) {
        /** Fails where network or process is missing. */
        public WholeImage {
            require(network, "wholeImage.network");
            require(process, "wholeImage.process");
        }
    }

    /**
     * The network.
     *
     * @param type architecture, {@code residual-cnn} or {@code gated-cnn}
     * @param width trunk channels
     * @param blocks residual blocks; of the encoder, where there is one
     * @param steps rows of the step embedding
     * @param trunkBlocks residual blocks of the trunk of a gated network
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Network(
            String type,
            int width,
            int blocks,
            int steps,
            @Nullable Integer trunkBlocks) {
        /** Fails where there is no type. */
        public Network {
            require(type, "network.type");
        }
    }

    /**
     * The residual-shift process.
     *
     * @param etas η by t − 1
     * @param kappa noise strength
     * @param target CLEAN, RESIDUAL or PREVIOUS
     */
    public record Chain(double[] etas, double kappa, String target) {
        /** Fails where etas or target is missing. */
        public Chain {
            require(etas, "process.etas");
            require(target, "process.target");
        }
    }

    /**
     * The weights file.
     *
     * @param sha256 lower-case hex of the whole file
     * @param parameters number of weights
     */
    public record Weights(String sha256, long parameters) {}

    /** The same description with other quality figures. */
    public ModelDescription withMetrics(Map<String, Double> measured) {
        return new ModelDescription(
                name, system, scale, network, process, weights, training, measured, licence, wholeImage);
    }
}
