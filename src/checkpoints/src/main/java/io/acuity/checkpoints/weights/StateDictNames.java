package io.acuity.checkpoints.weights;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How each system's published state dicts differ from the names of its network: prefixes that wrappers put before every
 * name, and tensors that are no weights of the network.
 */
public enum StateDictNames {
    /** SR3's U-Net; its files also hold the twelve arrays of the noise schedule, which are computed anew. */
    SR3("denoise_fn", Names.SCHEDULE),
    /** SRDiff's encoder and U-Net; its files also hold the arrays of the noise schedule. */
    SRDIFF("denoise_fn", Names.SCHEDULE),
    /** IDM's encoder and U-Net; its files also hold the arrays of the noise schedule, one of strided steps among them. */
    IDM("denoise_fn", Names.SCHEDULE + "|ddim_c1"),
    /** ResShift's Swin U-Net; index and mask buffers of its windows are computed anew. */
    RESSHIFT("diffusion_model", ".*\\.(relative_position_index|attn_mask)"),
    /** ResShift's VQ autoencoder; what only its training needed is left out. */
    VQGAN("first_stage_model", "loss\\..*|model_ema\\..*"),
    /** Regression networks; nothing is left out. */
    REGRESSION("net_g", "(?!)"),
    /** DINO's vision transformers; projection heads and classifiers are left out. */
    DINO_VIT("backbone|encoder", "(head|fc)\\..*"),
    /** DINO's ResNet-50; projection heads, classifiers and counters of batches are left out. */
    DINO_RESNET50("backbone|encoder", "(head|fc)\\..*|.*\\.num_batches_tracked"),
    /** The linear probe on DINO's features, a file of its own. */
    DINO_PROBE("probe", "(backbone|encoder)\\..*");

    /** Names that several systems share; enum constants can name nothing that stands after them. */
    private static final class Names {
        /** The arrays of a Gaussian noise schedule, as buffers of the published code. */
        static final String SCHEDULE =
                "betas|alphas_cumprod(_prev)?|sqrt_alphas_cumprod(_prev)?|(sqrt|log)_one_minus_alphas_cumprod"
                        + "|sqrt_recipm?1?_alphas_cumprod|posterior_.*";

        private Names() {}
    }

    /** Prefixes of wrappers that any system's training may have used. */
    private static final String WRAPPERS = "module|_orig_mod|model|teacher|student|netG|net|generator";

    private final Pattern prefixes;
    private final Pattern ignored;

    StateDictNames(String prefixes, String ignored) {
        this.prefixes = Pattern.compile("^((" + WRAPPERS + "|" + prefixes + ")\\.){1,6}");
        this.ignored = Pattern.compile(ignored);
    }

    /**
     * The weights of the network by the names it asks for, in the order of the file.
     *
     * @param stateDict tensors by the names in the file
     * @param source where they came from, for the message
     * @throws CorruptCheckpointException if two tensors come to the same name
     */
    public Map<String, Tensor> strip(Map<String, Tensor> stateDict, String source) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        stateDict.forEach((published, tensor) -> {
            String name = prefixes.matcher(published).replaceFirst("");
            if (ignored.matcher(name).matches()) {
                return;
            }
            Tensor renamed = new Tensor(name, tensor.type(), tensor.shape(), tensor.data());
            if (weights.putIfAbsent(name, renamed) != null) {
                throw new CorruptCheckpointException("The weights in " + source + " hold more than one tensor for "
                        + name + ", the second as " + published
                        + "; save the state dict of one network alone and use that.");
            }
        });
        return weights;
    }
}
