package io.acuity.networks.published;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.networks.dino.ResNet;
import io.acuity.networks.dino.VisionTransformer;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.regression.Rfdn;
import io.acuity.networks.regression.Rlfn;
import io.acuity.networks.regression.Span;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.sr3.Sr3UNet;
import io.acuity.networks.srdiff.SrDiff;
import io.acuity.networks.vqgan.VqAutoencoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The systems whose published weights can be imported. */
public enum PublishedSystem {
    /** DINO's vision transformer with patches of 8×8 pixels. */
    DINO_VIT_S8("dino-vit-s8", StateDictNames.DINO_VIT, "cls_token") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return TransformerConfig.complete(config, weights, 8);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return VisionTransformer.of(config).parameters();
        }
    },
    /** DINO's vision transformer with patches of 16×16 pixels. */
    DINO_VIT_S16("dino-vit-s16", StateDictNames.DINO_VIT, "cls_token") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return TransformerConfig.complete(config, weights, 16);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return VisionTransformer.of(config).parameters();
        }
    },
    /** DINO's ResNet-50. */
    DINO_RESNET50("dino-resnet50", StateDictNames.DINO_RESNET50, "layer1.0.conv1.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return ResNetConfig.complete(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return ResNet.of(config).parameters();
        }

        @Override
        Optional<StateDictNames> probeNames() {
            return Optional.of(StateDictNames.DINO_PROBE);
        }
    },
    /** SR3's U-Net. */
    SR3("sr3", StateDictNames.SR3, "downs.0.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return Sr3Config.complete(config, weights);
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return Sr3Process.of(weights, settings);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return Sr3UNet.of(config).inference(ScalarType.FLOAT32).parameters();
        }

        @Override
        boolean isConstant(String name) {
            return Sr3UNet.isConstant(name);
        }

        @Override
        public boolean isGaussian() {
            return true;
        }
    },
    /** SRDiff's encoder and U-Net. */
    SRDIFF("srdiff", StateDictNames.SRDIFF, "rrdb.conv_first.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return SrDiffConfig.complete(config, weights);
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return SrDiffProcess.of(weights, settings);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return SrDiff.of(config).parameters();
        }

        @Override
        public boolean isGaussian() {
            return true;
        }
    },
    /** IDM's encoder and U-Net with coordinate decoders. */
    IDM("idm", StateDictNames.IDM, "encoder.head.0.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return IdmConfig.complete(config, weights);
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return IdmProcess.of(weights, settings);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return IdmConfig.network(config).parameters();
        }

        @Override
        boolean isUnused(String name, JsonNode config) {
            return IdmConfig.network(config).isUnused(name);
        }

        @Override
        public boolean isGaussian() {
            return true;
        }
    },
    /** ResShift's Swin U-Net. */
    RESSHIFT("resshift", StateDictNames.RESSHIFT, "input_blocks.0.0.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return PublishedConfigs.resShift(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return SwinUNet.of(config).inference(ScalarType.FLOAT32).parameters();
        }

        @Override
        boolean isConstant(String name) {
            return SwinUNet.isConstant(name);
        }

        @Override
        boolean isLatent() {
            return true;
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return ShiftChain.resShift(weights, settings);
        }
    },
    /** DeltaDiff: ResShift's network on a chain without noise. */
    DELTADIFF("deltadiff", StateDictNames.RESSHIFT, "input_blocks.0.0.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return RESSHIFT.complete(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return RESSHIFT.parameters(config);
        }

        @Override
        boolean isConstant(String name) {
            return RESSHIFT.isConstant(name);
        }

        @Override
        boolean isLatent() {
            return true;
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return ShiftChain.deltaDiff(weights, settings);
        }
    },
    /** RLFN, super-resolution by regression. */
    RLFN("rlfn", StateDictNames.REGRESSION, "block_1.c5.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return RegressionConfig.rlfn(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return Rlfn.of(config).parameters();
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return RegressionConfig.process(this, weights, settings);
        }
    },
    /** RFDN, super-resolution by regression. */
    RFDN("rfdn", StateDictNames.REGRESSION, "B1.c1_d.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return RegressionConfig.rfdn(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return Rfdn.of(config).parameters();
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return RegressionConfig.process(this, weights, settings);
        }
    },
    /** SPAN with folded branches, super-resolution by regression. */
    SPAN("span", StateDictNames.REGRESSION, "conv_cat.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return RegressionConfig.span(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return Span.of(config).parameters();
        }

        @Override
        PublishedChain chain(FittedWeights weights, ImportSettings settings) {
            return RegressionConfig.process(this, weights, settings);
        }
    },
    /** ResShift's VQ autoencoder. */
    RESSHIFT_VQGAN("resshift-vqgan", StateDictNames.VQGAN, "quantize.embedding.weight") {
        @Override
        JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
            return PublishedConfigs.vqgan(config, weights);
        }

        @Override
        List<Parameter> parameters(JsonNode config) {
            return VqAutoencoder.of(config).parameters();
        }
    };

    private final String id;
    private final StateDictNames names;
    private final String marker;

    PublishedSystem(String id, StateDictNames names, String marker) {
        this.id = id;
        this.names = names;
        this.marker = marker;
    }

    /** The system of an id. */
    public static Optional<PublishedSystem> of(String id) {
        return Arrays.stream(values()).filter(system -> system.id.equals(id)).findFirst();
    }

    /** All ids, for messages. */
    public static String ids() {
        return Arrays.stream(values()).map(PublishedSystem::id).collect(Collectors.joining(", "));
    }

    /** The name people ask for it by. */
    public String id() {
        return id;
    }

    /** Names in its files. */
    StateDictNames names() {
        return names;
    }

    /** A tensor that its files have and other systems' don't. */
    String marker() {
        return marker;
    }

    /** The configuration with what the weights' shapes tell; given values are kept. */
    JsonNode complete(JsonNode config, Map<String, Tensor> weights) {
        return config;
    }

    /** What the network of a complete configuration asks for. */
    abstract List<Parameter> parameters(JsonNode config);

    /** Names in the file of a probe that goes with its weights; empty where there is no such thing. */
    Optional<StateDictNames> probeNames() {
        return Optional.empty();
    }

    /** Whether the chain is a Gaussian one, with a noise schedule. */
    public boolean isGaussian() {
        return false;
    }

    /** Whether the network works in the latents of an autoencoder. */
    boolean isLatent() {
        return false;
    }

    /**
     * The chain the network is used on.
     *
     * @throws IllegalArgumentException if the settings are impossible
     */
    PublishedChain chain(FittedWeights weights, ImportSettings settings) {
        return PublishedChain.NONE;
    }

    /** Whether the network of a complete configuration never reads a tensor that its files may hold. */
    boolean isUnused(String name, JsonNode config) {
        return false;
    }

    /** Whether a tensor of its files is computed anew. */
    boolean isConstant(String name) {
        return false;
    }
}
