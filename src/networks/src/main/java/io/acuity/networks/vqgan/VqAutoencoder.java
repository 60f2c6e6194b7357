package io.acuity.networks.vqgan;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The VQ autoencoder of Esser et al. (CVPR 2021) by its published configuration ({@code VQModelTorch}): an encoder to
 * latents that are f times smaller, a codebook, and a decoder. Encoding ends before the codebook; decoding begins with
 * it. Group normalisation and attention over the whole map make it work on whole images only.
 *
 * @param imageChannels channels of images that come in
 * @param resultChannels channels of images that go out
 * @param width channels of the first level
 * @param multipliers channels of each level as multiples of {@code width}
 * @param residualBlocks residual blocks of each level; the decoder has one more
 * @param resolution side of the images it was built for; levels are named by it
 * @param attentionSizes levels with attention besides the middle, each by the side of its maps
 * @param learnedResampling whether maps are halved and doubled by convolutions
 * @param latentChannels channels between encoder and codebook
 * @param codebook the codebook
 */
public record VqAutoencoder(
        int imageChannels,
        int resultChannels,
        int width,
        List<Integer> multipliers,
        List<Integer> residualBlocks,
        int resolution,
        Set<Integer> attentionSizes,
        boolean learnedResampling,
        int latentChannels,
        Codes codebook) {
    private static final String CODES = "quantize.embedding.weight";

    /**
     * The codebook.
     *
     * @param count number of codes
     * @param channels values of a code, and of a latent
     */
    public record Codes(int count, int channels) {}

    /** Validates what the published code takes for granted. */
    public VqAutoencoder {
        multipliers = List.copyOf(multipliers);
        residualBlocks = List.copyOf(residualBlocks);
        attentionSizes = Set.copyOf(attentionSizes);
        if (multipliers.isEmpty() || multipliers.size() != residualBlocks.size()) {
            throw new IllegalArgumentException("A VQ autoencoder of " + multipliers.size() + " levels needs as many"
                    + " numbers of residual blocks, not " + residualBlocks.size() + ".");
        }
        for (int multiplier : multipliers) {
            if (multiplier < 1 || width * multiplier % VqLayers.GROUPS != 0) {
                throw new IllegalArgumentException("A VQ autoencoder's channels form " + VqLayers.GROUPS + " groups; "
                        + width + " × " + multiplier + " do not.");
            }
        }
        if (width % VqLayers.GROUPS != 0 || latentChannels < 1 || codebook.count < 1 || codebook.channels < 1) {
            throw new IllegalArgumentException("A VQ autoencoder of width " + width + " with " + latentChannels
                    + " latent channels and " + codebook + " is impossible.");
        }
    }

    /**
     * Reads the published configuration; the parameters of encoder and decoder may stand beside the others or below.
     *
     * @throws IllegalArgumentException if it is impossible or asks for what published networks don't have
     */
    public static VqAutoencoder of(JsonNode config) {
        return VqConfig.read(config);
    }

    /** f: image pixels per latent pixel and side. */
    public int factor() {
        return 1 << (multipliers.size() - 1);
    }

    /** Channels of level {@code level}. */
    int channels(int level) {
        return width * multipliers.get(level);
    }

    /** Side of the maps of level {@code level}, where images have {@link #resolution}. */
    int size(int level) {
        return resolution >> level;
    }

    /** The encoder: {@code image [N, C, H, W]} in [-1, 1] to latents {@code [N, c, H/f, W/f]}, not quantised. */
    public Program encoder(ScalarType type) {
        return new VqPrograms(this, type).encoder();
    }

    /** The decoder: latents {@code latent [N, c, h, w]}, quantised, to an image {@code [N, C, f·h, f·w]}. */
    public Program decoder(ScalarType type) {
        return new VqPrograms(this, type).decoder();
    }

    /** Everything a checkpoint holds: encoder, decoder and codebook. */
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(encoder(ScalarType.FLOAT32).parameters());
        all.addAll(decoder(ScalarType.FLOAT32).parameters());
        all.add(codes());
        return all;
    }

    /** The codebook as a parameter, {@code [count, channels]}. */
    Parameter codes() {
        return new Parameter(CODES, List.of((long) codebook.count, (long) codebook.channels));
    }
}
