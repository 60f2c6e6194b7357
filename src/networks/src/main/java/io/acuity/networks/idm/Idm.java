package io.acuity.networks.idm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.guided.GuidedNetwork;
import io.acuity.networks.program.Program;
import io.acuity.networks.sr3.Conditioning;
import io.acuity.networks.sr3.ErrorNorm;
import io.acuity.networks.sr3.Sr3Options;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The networks of IDM (Gao et al. 2023) in the layout and under the names of the published code, without the prefix {@code
 * denoise_fn} of the U-Net: an EDSR encoder that gives a condition of three channels in the size of the result, a pyramid
 * of convolutions over it, and SR3's U-Net, whose way up is made larger by coordinate decoders. Results have any size from
 * {@link #least} on; the encoder's features are taken to it by the nearest pixel, as the published code does (the paper says
 * bilinear).
 *
 * <p>Encoder, pyramid, the decoders' modulation and where their pixels lie depend on the image alone. The two linear layers
 * of a decoder have no activation between them: they are folded into one, applied before pixels are repeated, which changes
 * nothing but rounding. The published code takes the width of a decoder's output for its height too; here both are right,
 * which on square maps is the same.
 *
 * @param unet SR3's network; what SR4 adds must be off
 * @param encoderBlocks residual blocks of the encoder
 * @param encoderFeatures channels of the encoder
 * @param largestScale M, the magnification trained up to: the network is told {@code (s − 1)/(M − 1)}
 * @param guidance how the image is taken up; published weights have the pyramid
 */
public record Idm(Sr3UNet unet, int encoderBlocks, int encoderFeatures, double largestScale, Guidance guidance)
        implements GuidedNetwork {
    private static final int ENCODER_BLOCKS = 16;
    private static final int ENCODER_FEATURES = 64;

    /** What the published files hold and no pass reads, whatever the sizes. */
    private static final Pattern UNUSED = Pattern.compile("imnet\\..*|encoder\\.(sub|add)_mean\\..*"
            + "|final_(down1|down2|linear|styleconv)\\..*|ups\\.\\d+\\.style\\.(weight|modulated_conv\\..*)"
            + "|condition_(scale1|scale2|shift)\\.0\\..*");

    /** Validates the configuration. */
    public Idm {
        if (encoderBlocks < 1 || encoderFeatures < 1) {
            throw new IllegalArgumentException("IDM's encoder has blocks and channels, not " + encoderBlocks
                    + " blocks and " + encoderFeatures + " channels.");
        }
        if (!(largestScale > 1) || Double.isInfinite(largestScale)) {
            throw new IllegalArgumentException(
                    "IDM is trained up to a magnification above 1, not " + largestScale + ".");
        }
        if (unet.conditioning() != Conditioning.NOISE_LEVEL || !unet.options().equals(Sr3Options.PLAIN)) {
            throw new IllegalArgumentException("IDM's U-Net is told the noise level and has none of SR4's options.");
        }
        if (unet.inChannels() != 6 || unet.outChannels() != 3) {
            throw new IllegalArgumentException(
                    "IDM's U-Net sees three channels of condition and three of the state, not " + unet.inChannels()
                            + " channels of which " + unet.outChannels() + " are the state's.");
        }
    }

    /**
     * Reads a configuration: that of SR3's U-Net, see {@link Sr3UNet#of}, {@code edsr_blocks} (16), {@code edsr_feats}
     * (64) and {@code guidance} (pyramid).
     *
     * @param largestScale M
     */
    public static Idm of(JsonNode config, double largestScale) {
        return new Idm(
                Sr3UNet.of(config),
                config.path("edsr_blocks").asInt(ENCODER_BLOCKS),
                config.path("edsr_feats").asInt(ENCODER_FEATURES),
                largestScale,
                guidance(config.path("guidance").asText(Guidance.PYRAMID.name())));
    }

    private static Guidance guidance(String name) {
        for (Guidance guidance : Guidance.values()) {
            if (guidance.name().equalsIgnoreCase(name)) {
                return guidance;
            }
        }
        throw new IllegalArgumentException(
                "its guidance is " + name + ", which is none of pyramid, encoder and concat.");
    }

    /** The configuration that {@link #of} reads this network from. */
    public ObjectNode config() {
        return unet.config()
                .put("edsr_blocks", encoderBlocks)
                .put("edsr_feats", encoderFeatures)
                .put("guidance", guidance.name().toLowerCase(Locale.ROOT));
    }

    /** Whether a tensor of a published file is read by no pass; such may be there or not. */
    public boolean isUnused(String name) {
        String dropped = "conv_body_down." + (unet.multipliers().size() - 1) + ".";
        return name.startsWith(dropped) || UNUSED.matcher(name).matches();
    }

    /** {@inheritDoc} Without what {@link #isUnused}. */
    @Override
    public List<Parameter> parameters() {
        return Stream.of(conditioning(ScalarType.FLOAT32), denoising(ScalarType.FLOAT32))
                .flatMap(program -> program.parameters().stream())
                .toList();
    }

    /**
     * {@inheritDoc} The results are the condition {@code [N, 3, H, W]}, then those of each decoder, the deepest first, see
     * {@link DecoderInputs}. Of the upsampled image only the size counts, unless it is the condition itself.
     */
    @Override
    public Program conditioning(ScalarType type) {
        Graph graph = Graph.of(type);
        Value lowRes = graph.input("lowRes");
        Value upsampled = graph.input("upsampled");
        Value factor = graph.input("factor");
        return graph.returnsList(
                new GuidanceLayers(graph, this).lead(lowRes, upsampled, factor).values());
    }

    /**
     * The encoder alone: inputs and first result of {@link #conditioning}, fp32. What the paper's ablations and the recorded
     * cases compare.
     */
    public Program encoder(ScalarType type) {
        Graph graph = Graph.of(type);
        Value lowRes = graph.input("lowRes");
        Value upsampled = graph.input("upsampled");
        return graph.returns(
                graph.contiguous(graph.toFloat32(new EncoderLayers(graph, this).condition(lowRes, upsampled))));
    }

    @Override
    public Program denoising(ScalarType type) {
        Graph graph = Graph.of(type);
        Value state = graph.input("state");
        Value level = graph.input("level");
        Value condition = graph.input("condition");
        List<DecoderInputs> decoders = new ArrayList<>();
        for (int i = 1; i < unet.multipliers().size(); i++) {
            decoders.add(DecoderInputs.declared(graph, "decoder" + i));
        }
        Value x = graph.concatChannels(condition, graph.toComputeType(state));
        return graph.returns(unet.prediction(graph, x, level, new CoordinateDecoders(graph, decoders)));
    }

    /**
     * The training program, both programs in one: inputs {@code lowRes [N, 3, h, w]}, {@code factor [1]}, {@code x [N, 6, H,
     * W]} (the upsampled image, then the state), {@code level [N, 1]}, {@code target [N, 3, H, W]} (what is to be predicted)
     * and {@code weight [N, 1, H, W]} (the mask, ones without one); result the mean over all pixels of the weighted errors, a
     * scalar. Weights are fp32 masters, cast inside.
     */
    public Program training(ScalarType type, ErrorNorm norm) {
        Graph graph = Graph.mixed(type);
        Value lowRes = graph.input("lowRes");
        Value factor = graph.input("factor");
        Value x = graph.input("x");
        Value level = graph.input("level");
        Value target = graph.input("target");
        Value weight = graph.input("weight");
        int shown = unet.inChannels() - unet.outChannels();
        Value upsampled = graph.slice(x, 1, 0, shown);
        Value state = graph.slice(x, 1, shown, unet.inChannels());
        GuidanceLayers.Lead lead = new GuidanceLayers(graph, this).lead(lowRes, upsampled, factor);
        Value seen = graph.concatChannels(lead.condition(), graph.toComputeType(state));
        Value prediction = unet.prediction(graph, seen, level, new CoordinateDecoders(graph, lead.decoders()));
        return graph.returns(norm.mean(graph, graph.sub(target, prediction), weight));
    }

    @Override
    public float level(GaussianSchedule schedule, int index) {
        return (float) schedule.noiseLevel(index);
    }

    /** p = (s − 1)/(M − 1), as trained: 0 for the LR image's own size, 1 for M, above 1 beyond. */
    @Override
    public float factor(double scale) {
        return (float) ((scale - 1) / (largestScale - 1));
    }

    /** The shortest side of a result: the deepest map has a pixel at least. */
    public int least() {
        return unet.multiple();
    }

    /** {@inheritDoc} At full size the way up holds about 25 maps of the inner width. */
    @Override
    public long bytesPerPixel() {
        return 25L * Float.BYTES * unet.innerChannels();
    }
}
