package io.acuity.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.codec.Codec;
import io.acuity.diffusion.codec.PixelUnshuffle;
import io.acuity.diffusion.frame.FrameModel;
import io.acuity.diffusion.frame.FramePadding;
import io.acuity.diffusion.frame.ShiftFrameModel;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.networks.frames.FrameConfig;
import io.acuity.networks.resshift.SwinDenoiser;
import io.acuity.networks.resshift.SwinUNet;
import io.acuity.networks.vqgan.VqAutoencoder;
import io.acuity.networks.vqgan.VqCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns bundles of systems that look at whole images into models on the device. */
public final class WholeImageModels {
    /** ResShift and, with a noise-free chain, DeltaDiff: a Swin U-Net in the latents of an autoencoder. */
    private static final String RESSHIFT = "resshift";

    private static final String DELTADIFF = "deltadiff";
    /** SR3: a U-Net in pixel space on a Gaussian chain. */
    private static final String SR3 = "sr3";
    /** SRDiff: an encoder and a U-Net on a Gaussian chain over residuals. */
    private static final String SRDIFF = "srdiff";
    /** IDM: an encoder and SR3's U-Net with coordinate decoders, for any magnification. */
    private static final String IDM = "idm";

    /** What begins the names of an autoencoder's weights in a bundle. */
    public static final String AUTOENCODER = "autoencoder.";

    /** Sides of patches, in LR pixels, of ResShift: 4 GiB with its autoencoder. */
    private static final int SHIFT_CHOP = 256;

    private WholeImageModels() {}

    /** Whether a bundle holds such a model. */
    public static boolean describes(ModelBundle bundle) {
        return bundle.description().wholeImage() != null;
    }

    /** Whether masks say something to such a model: regression networks take one step, with nothing to leave out. */
    public static boolean takesMasks(ModelDescription description) {
        return !RegressionModels.describes(description);
    }

    /** Whether a model takes any magnification up to its own. */
    public static boolean isContinuous(ModelDescription description) {
        return IDM.equals(description.system());
    }

    /**
     * Compiles the programs a bundle describes and puts its weights on the device. To be called on the device thread.
     *
     * @throws CorruptCheckpointException if the description asks for something unknown or the weights do not fit
     */
    public static FrameModel load(ModelBundle bundle, Precision precision) {
        ModelDescription description = bundle.description();
        ModelDescription.WholeImage whole = description.wholeImage();
        if (whole == null) {
            throw new IllegalArgumentException(
                    "The model " + description.name() + " is not one that looks at whole images.");
        }
        try {
            return switch (description.system()) {
                case RESSHIFT, DELTADIFF -> shift(bundle, whole, precision);
                case SR3 -> GaussianModels.sr3(bundle, whole, precision);
                case SRDIFF -> GaussianModels.srDiff(bundle, whole, precision);
                case IDM -> GaussianModels.idm(bundle, whole, precision);
                case RegressionModels.RLFN, RegressionModels.RFDN, RegressionModels.SPAN, RegressionModels.EXPORTED ->
                    RegressionModels.load(bundle, whole, precision);
                case ExportedModels.DENOISER -> ExportedModels.load(bundle, whole);
                case TwoStageModels.SYSTEM -> TwoStageModels.load(bundle, whole, precision);
                default ->
                    throw new IllegalArgumentException("its system " + description.system() + " is not known, only "
                            + String.join(", ", RESSHIFT, DELTADIFF, SR3, SRDIFF, IDM, RegressionModels.systems())
                            + ", " + ExportedModels.DENOISER + " and " + TwoStageModels.SYSTEM);
            };
        } catch (IllegalArgumentException e) {
            throw new CorruptCheckpointException(
                    "The model " + description.name() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static FrameModel shift(ModelBundle bundle, ModelDescription.WholeImage whole, Precision precision) {
        ModelDescription description = bundle.description();
        SwinUNet network = SwinUNet.of(whole.network());
        ShiftProcess process = process(description.process(), whole);
        FrameConfig frames = FrameConfig.of(
                whole.process(), new FrameConfig.Defaults(isVq(whole.codec()) ? "pytorch" : "matlab", SHIFT_CHOP));
        Weights weights = Weights.of(bundle.weights().tensors());
        Codec codec = codec(whole.codec(), weights.autoencoder);
        try {
            if (network.conditionFactor() * description.scale() != codec.factor()
                    || network.inChannels() != codec.channels()
                    || network.outChannels() != codec.channels()) {
                throw new IllegalArgumentException("its network does not fit latents of " + codec.channels()
                        + " channels, " + codec.factor() + " times smaller than the result.");
            }
            return new ShiftFrameModel(new ShiftFrameModel.Parts(
                    description.scale(),
                    SwinDenoiser.load(network, weights.network, precision.scalarType()),
                    codec,
                    process,
                    frames.enlargement(),
                    new FramePadding(network.lowResMultiple()),
                    frames.chop(),
                    frames.masks()));
        } catch (RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    static ShiftProcess process(ModelDescription.Chain chain, ModelDescription.WholeImage whole) {
        return new ShiftProcess(
                ShiftSchedule.of(chain.etas(), chain.kappa()),
                Target.valueOf(chain.target()),
                // The published code does not clip latents of the autoencoder, which are no pixels.
                whole.process().path("clip_denoised").asBoolean(!isVq(whole.codec())),
                whole.process().path("normalize_input").asBoolean(true));
    }

    private static boolean isVq(@org.jspecify.annotations.Nullable JsonNode codec) {
        return codec != null && codec.path("type").asText("vq").equals("vq");
    }

    private static Codec codec(@org.jspecify.annotations.Nullable JsonNode codec, Map<String, Tensor> weights) {
        if (codec == null) {
            throw new IllegalArgumentException("it has no codec; name vq or pixel-unshuffle.");
        }
        String type = codec.path("type").asText("vq");
        return switch (type) {
            case "vq" -> VqCodec.load(VqAutoencoder.of(codec), weights);
            case "pixel-unshuffle" -> new PixelUnshuffle(codec.path("factor").asInt());
            default -> throw new IllegalArgumentException("its codec " + type + " is neither vq nor pixel-unshuffle.");
        };
    }

    private record Weights(Map<String, Tensor> network, Map<String, Tensor> autoencoder) {
        static Weights of(Map<String, Tensor> all) {
            Map<String, Tensor> network = new LinkedHashMap<>();
            Map<String, Tensor> autoencoder = new LinkedHashMap<>();
            all.forEach((name, tensor) -> {
                if (name.startsWith(AUTOENCODER)) {
                    autoencoder.put(name.substring(AUTOENCODER.length()), tensor);
                } else {
                    network.put(name, tensor);
                }
            });
            return new Weights(network, autoencoder);
        }
    }
}
