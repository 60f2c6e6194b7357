package io.acuity.networks.frames;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.diffusion.frame.Enlargement;
import io.acuity.diffusion.frame.FrameChop;
import io.acuity.diffusion.frame.MaskRule;
import io.acuity.diffusion.mask.LowResNoise;
import java.util.Locale;

/**
 * What the {@code process} of a bundle says of whole images beside the chain: {@code bicubic} (matlab, matlab-256, pytorch, pillow),
 * {@code chop_size} and {@code chop_stride} in LR pixels (size 0: never cut), {@code low_res_noise} (marginal, step,
 * step-beta) and {@code masked_input}.
 *
 * @param enlargement how the LR image becomes y
 * @param chop how large images are cut
 * @param masks what masks do
 */
public record FrameConfig(Enlargement enlargement, FrameChop chop, MaskRule masks) {
    /** Of eight pixels of a patch, one overlaps the next: 512 every 448, 256 every 224, as ResShift publishes. */
    private static final int OVERLAP = 8;

    /**
     * What holds where a bundle says nothing.
     *
     * @param bicubic name of the enlargement
     * @param chopSize side of patches
     */
    public record Defaults(String bicubic, int chopSize) {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if a value is unknown or impossible
     */
    public static FrameConfig of(JsonNode process, Defaults defaults) {
        return new FrameConfig(
                enlargement(process.path("bicubic").asText(defaults.bicubic())),
                chop(process, defaults.chopSize()),
                new MaskRule(
                        lowResNoise(process.path("low_res_noise").asText("marginal")),
                        process.path("masked_input").asBoolean(false)));
    }

    private static FrameChop chop(JsonNode process, int usual) {
        int side = process.path("chop_size").asInt(usual);
        if (side == 0) {
            return FrameChop.NEVER;
        }
        int stride = Math.max(1, side - side / OVERLAP);
        return new FrameChop(side, process.path("chop_stride").asInt(stride));
    }

    private static Enlargement enlargement(String bicubic) {
        return switch (bicubic) {
            case "pytorch" -> Enlargement.PYTORCH_BICUBIC;
            case "matlab" -> Enlargement.MATLAB_BICUBIC;
            case "matlab-256" -> Enlargement.MATLAB_BICUBIC_256;
            case "pillow" -> Enlargement.PILLOW_BICUBIC;
            default ->
                throw new IllegalArgumentException("its bicubic enlargement is " + bicubic
                        + ", which is none of matlab, matlab-256, pytorch" + " and pillow.");
        };
    }

    private static LowResNoise lowResNoise(String name) {
        for (LowResNoise noise : LowResNoise.values()) {
            if (noise.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return noise;
            }
        }
        throw new IllegalArgumentException(
                "its low_res_noise is " + name + ", which is none of marginal, step and step-beta.");
    }
}
